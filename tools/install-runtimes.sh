#!/bin/sh
# Installs, from Debian's packages, what the tests need and the machine lacks: language runtimes, and the routers that
# read and run our configurations.
set -eu

missing=
lacks() { ! command -v "$1" >/dev/null 2>&1; }

lacks node && missing="$missing nodejs"
lacks npm && missing="$missing npm"
python3 -c 'import ensurepip, venv' >/dev/null 2>&1 || missing="$missing python3 python3-venv"
lacks javac && missing="$missing default-jdk-headless"
lacks mvn && missing="$missing maven"
lacks ip && missing="$missing iproute2"
lacks vtysh && missing="$missing frr"
lacks bird && missing="$missing bird2"

if [ -z "$missing" ]; then
	exit 0
fi
if lacks apt-get; then
	echo "missing packages, and no apt-get to install them with:$missing" >&2
	exit 1
fi
echo "==> Installing$missing"
sudo=
if [ "$(id -u)" != 0 ]; then
	sudo=sudo
fi
$sudo apt-get -qq update
# shellcheck disable=SC2086 # a list of packages
DEBIAN_FRONTEND=noninteractive $sudo apt-get -qq install --no-install-recommends -y $missing >/dev/null
