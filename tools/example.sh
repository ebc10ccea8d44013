#!/bin/sh
# example.sh up|preview|down EXAMPLE PULUMI: runs an example on the sandbox, as the stack dev of the repository's own backend.
set -e
verb=$1 example=$2 pulumi=$3
cd "$(dirname "$0")/../examples"
mkdir -p ../.work/state

# stack runs Pulumi on the stack of the example in a folder.
stack() {
	folder=$1
	shift
	(cd "$folder" && "$pulumi" "$@" --stack dev)
}

# quietly runs a command, and shows what it said when it fails.
quietly() {
	said=$("$@" 2>&1) || {
		status=$?
		printf '%s\n' "$said" >&2
		return $status
	}
}

# select_stack makes the stack of the example in a folder when it is not there.
select_stack() { (cd "$1" && "$pulumi" stack select dev --create); }

select_stack "$example"
if grep -q '^  sharedKey:' "$example/Pulumi.yaml" && ! stack "$example" config get sharedKey >/dev/null 2>&1; then
	stack "$example" config set --secret sharedKey Sandbox0Key
fi

# The example with everything in it connects to gateways and to a circuit, which are made first.
if [ "$example" = full ]; then
	select_stack testdata/estate
	quietly stack testdata/estate up --yes --skip-preview
	for id in peerCircuitId gatewayId wanGatewayId routeTableId; do
		stack full config set "$id" "$(stack testdata/estate stack output "$id")"
	done
fi

case $verb in
up) stack "$example" up --yes ;;
preview) stack "$example" preview ;;
down)
	stack "$example" destroy --yes
	(cd "$example" && "$pulumi" stack rm dev --yes)
	if [ "$example" = full ]; then
		quietly stack testdata/estate destroy --yes --skip-preview
		(cd testdata/estate && "$pulumi" stack rm dev --yes)
	fi
	;;
esac
