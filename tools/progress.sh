#!/bin/sh
# progress.sh WHAT LONGEST COMMAND...: says WHAT is being built and runs COMMAND. When that takes more than a few seconds
# it tells how long it may take at LONGEST, and shows that it is alive.
what=$1
longest=$2
shift 2

elapsed() {
	seconds=$(($(date +%s) - start))
	printf '%d:%02d' $((seconds / 60)) $((seconds % 60))
}

# A sleep that outlives the ticker must not hold on to the output: whoever reads it would wait for it.
pause() {
	sleep "$1" </dev/null >/dev/null 2>&1
}

tick() {
	pause 5
	echo "    takes up to $longest on 2 cores when nothing is cached"
	while pause 15; do
		echo "    still building, $(elapsed)"
	done
}

echo "==> $what"
start=$(date +%s)
tick &
ticker=$!
trap 'kill $ticker 2>/dev/null' EXIT
trap 'exit 130' INT TERM
"$@"
