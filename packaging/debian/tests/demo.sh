# demo.sh: the installed simulator with the world it comes with, and the daemon, by hand; to be sourced
#
# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=sh
#
# HV_PRIMARY and HV_REPLICA are the URIs of its two hosts, $demo a folder that goes
# in the end, as do the programs.
set -eu
export LC_ALL=C.UTF-8
samples=/usr/share/virt-hyperv-sim
demo=$(mktemp -d)
pids=

finish() {
    status=$?
    trap - EXIT
    for pid in $pids; do
        kill "$pid" && wait "$pid" || status=1
    done
    [ $status -eq 0 ] || cat "$demo"/*.log >&2
    rm -rf "$demo"
    exit $status
}
trap finish EXIT

# start NAME FILE COMMAND...: in the background, until FILE is there
start() {
    name=$1 file=$2
    shift 2
    "$@" >"$demo/$name.log" 2>&1 </dev/null &
    pids="$! $pids"
    for _ in $(seq 200); do
        [ ! -e "$file" ] || return 0
        kill -0 $! 2>/dev/null || break
        sleep 0.05
    done
    echo "$name did not start" >&2
    exit 1
}

# expect TEXT COMMAND...: it succeeds and says that
expect() {
    text=$1
    shift
    printf '$ %s\n' "$*"
    "$@" >"$demo/output" 2>&1 || {
        cat "$demo/output"
        echo "that should have worked"
        exit 1
    }
    cat "$demo/output"
    grep -qF -- "$text" "$demo/output" || {
        echo "no '$text' in that"
        exit 1
    }
}

chmod 755 "$demo"
start virt-hyperv-sim "$demo/hosts" virt-hyperv-sim --world "$samples"/demo.world --port 15985 --control "$demo/control" --ready-file "$demo/hosts"
mkdir "$demo/config"
install -m 600 -t "$demo/config" "$samples"/hosts.conf "$samples"/demo.password
start virthypervd "$demo/virthypervd-sock" /usr/sbin/virthypervd --config "$demo/config" --state-dir "$demo/state" --runtime-dir "$demo"
HV_PRIMARY="hyperv+unix:///hv-primary?socket=$demo/virthypervd-sock"
HV_REPLICA="hyperv+unix:///hv-replica?socket=$demo/virthypervd-sock"
export HV_PRIMARY HV_REPLICA
