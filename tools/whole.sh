#!/bin/sh
# whole.sh FOLDER COMMAND...: runs a command that fills a folder, and leaves no half of it when the command fails or is
# interrupted: make would take it for the whole.
folder=$1
shift
trap 'rm -rf "$folder"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
"$@" || exit
trap - EXIT
