#!/bin/sh
# find-pulumi.sh MINIMUM HOME: prints the path of the pulumi on PATH when its version is MINIMUM or newer, else nothing.
# Pulumi keeps its logs in HOME.
found=$(PULUMI_HOME=$2 PULUMI_SKIP_UPDATE_CHECK=true pulumi version 2>/dev/null) || exit 0
awk -v found="${found#v}" -v minimum="$1" 'BEGIN {
	split(found, have, "[.-]")
	split(minimum, want, ".")
	for (i = 1; i <= 3; i++) if (have[i] + 0 != want[i] + 0) exit have[i] + 0 < want[i] + 0
}' && command -v pulumi
