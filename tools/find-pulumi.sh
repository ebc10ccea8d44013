#!/bin/sh
# find-pulumi.sh MINIMUM HOME [SECONDS]: prints the path of the pulumi on PATH when its version is MINIMUM or newer, else
# nothing. Pulumi keeps its logs in HOME. One that gives no answer within SECONDS, 20 unless said, is as good as none.
path=$(command -v pulumi) || exit 0
answer=$(mktemp) || exit 0
trap 'rm -f "$answer"' EXIT
PULUMI_HOME=$2 PULUMI_SKIP_UPDATE_CHECK=true "$path" version >"$answer" 2>/dev/null </dev/null &
asked=$!
(sleep "${3:-20}"; kill -9 "$asked") >/dev/null 2>&1 &
limit=$!
wait "$asked"
status=$?
kill "$limit" 2>/dev/null
if [ "$status" -gt 128 ]; then
	echo "$path does not answer, and is not used" >&2
fi
[ "$status" -eq 0 ] || exit 0
awk -v minimum="$1" '{
	sub(/^v/, "")
	split($0, have, "[.-]")
	split(minimum, want, ".")
	for (i = 1; i <= 3; i++) if (have[i] + 0 != want[i] + 0) exit have[i] + 0 < want[i] + 0
}' "$answer" && echo "$path"
exit 0
