# story.sh: simulated hosts, a daemon for them, and the words that a story is told with; to be sourced
#
# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
#
# A story is a script that a person can read and run: what it types at stock virsh
# stands in it word for word. What it prints is TAP: a test point for each thing
# that is checked, all the rest as comments.
#
# P, R and X are the URIs of hv-primary, hv-replica and hv-extended.
set -u
export LC_ALL=C.UTF-8 TZ=UTC

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
build=${BUILD:-$here/../../build}
simulator=$build/src/hyperv_sim/virt-hyperv-sim
daemon=$build/src/hyperv_repl/virthypervd
namespace=https://libvirt.org/schemas/domain/hyperv/replication/1.0
declare -A uris=() pids=()
points=0 output="" down=""

# The words -----------------------------------------------------------------------

# story TITLE WORLD: begins it: the hosts of the world file WORLD, and a daemon for them
story() {
    directory=$(mktemp -d /tmp/story.XXXXXX) || exit 1
    trap finish EXIT
    trap 'exit 130' INT TERM
    if [ ! -x "$simulator" ] || [ ! -x "$daemon" ]; then
        fail "nothing is built in '$build'; run './check', or 'meson setup build && ninja -C build'"
    fi
    printf '# %s\n' "$1"

    start simulator hosts "$simulator" --world "$here/$2" --address 127.0.0.1 --control "$directory/control" --ready-file "$directory/hosts"
    write_hosts "$here/$2" >"$directory/hosts.conf"
    start daemon virthypervd-sock "$daemon" --config "$directory/hosts.conf" --runtime-dir "$directory"
    P=${uris[hv-primary]-} R=${uris[hv-replica]-} X=${uris[hv-extended]-}
}

# say TEXT: what happens next, and why
say() {
    printf '#\n# %s\n' "$1"
}

# run virsh...: has to succeed; what it says is kept for shows and lacks
run() {
    as_typed "$@"
    if ! output=$("$@" 2>&1 </dev/null) || has '{"error"'; then
        comment
        fail "that ended with an error"
    fi
    comment
    look "$*"
}

# refused TEXT virsh...: has to fail, with a line that has TEXT in it
refused() {
    local wanted=$1
    shift
    as_typed "$@"
    if output=$("$@" 2>&1 </dev/null); then
        comment
        fail "that should have been refused"
    fi
    comment
    shows "$wanted" "refused: $wanted"
}

# shows TEXT: the last output has TEXT, however many blanks stand between its words
shows() {
    has "$1" || fail "no '$1' in that"
    ok "${2-shows: $1}"
}

# lacks TEXT: the last output has no TEXT
lacks() {
    ! has "$1" || fail "'$1' in that"
    ok "lacks: $1"
}

# state HOST VM ROLE [STATE HEALTH [+ STATE HEALTH]]: as 'virsh metadata' tells it; + is the extended relationship
state() {
    local host=$1 vm=$2 document found
    shift 2
    document=$(virsh -c "${!host}" metadata "$vm" "$namespace" 2>&1) || fail "$host $vm: $document"
    found=$(sed -nE 's/.*<replication:relationship kind="extended".*/+/p
        s/.*<replication:(role|state|health) [^>]*>([^<]*)<.*/\2/p' <<<"$document" | paste -sd ' ')
    [ "$found" = "$*" ] || fail "$host $vm: is '$found', should be '$*'"
    ok "$host $vm: $*"
}

# step N UNIT: lets that much time pass in the world, at once
step() {
    local -A seconds=([seconds]=1 [minutes]=60 [hours]=3600 [days]=86400)
    local now
    now=$(tell "step $(($1 * ${seconds[$2]}))") || fail "$now"
    printf '#\n# %s %s pass: it is %s.\n' "$1" "$2" "${now#ok }"
    look
}

# world COMMAND: does something to the world, see 'virt-hyperv-sim --send help'
world() {
    printf '#\n# (world: %s)\n' "$1"
    output=$(tell "$1") || fail "$output"
    case $1 in
    'host '*' down') down+=" $(cut -d ' ' -f 2 <<<"$1") " ;;
    'host '*' up') down=${down/ $(cut -d ' ' -f 2 <<<"$1") /} ;;
    esac
    look
}

# What they are made of -----------------------------------------------------------

ok() {
    printf 'ok %d - %s\n' $((++points)) "$1"
}

fail() {
    printf 'not ok %d - %s\n' $((++points)) "$1"
    [ ! -e "$directory/daemon.log" ] || tail -n 20 "$directory"/*.log | sed 's/^/# /'
    exit 1
}

# As one would type it, with the variables for the long URIs.
# shellcheck disable=SC2016
as_typed() {
    local word line='$'
    for word in "$@"; do
        case $word in
        '') word="''" ;;
        "$P") word='"$P"' ;;
        "$R") word='"$R"' ;;
        "$X") word='"$X"' ;;
        *[!A-Za-z0-9_./:=-]*) word=${word@Q} ;;
        esac
        line+=" $word"
    done
    printf '#\n# %s\n' "$line"
}

comment() {
    [ -z "$output" ] || sed 's/^/#     /; s/ *$//' <<<"$output"
}

has() {
    [[ $(tr -s ' ' <<<"$output") == *"$(tr -s ' ' <<<"$1")"* ]]
}

tell() {
    "$simulator" --control "$directory/control" --send "$1" 2>&1
}

# The daemon looks at its hosts every few seconds; a story cannot wait for that.
# A command shows its own effect without, so the host that it went to is left out,
# and a host that is down. One that comes back does not listen at once.
look() {
    local uri host deadline=$((SECONDS + 20))
    for uri in "$P" "$R" "$X"; do
        host=${uri#*:///}
        host=${host%%\?*}
        [[ -n $uri && ${1-} != *"$uri"* && $down != *" $host "* ]] || continue
        until virsh -c "$uri" qemu-monitor-command "$host" refresh >"$directory/look" 2>&1; do
            [ $SECONDS -lt $deadline ] || fail "$(<"$directory/look")"
            sleep 0.02
        done
    done
}

# start NAME FILE COMMAND...: in the background, until FILE is there
start() {
    local name=$1 file=$directory/$2 deadline=$((SECONDS + 20))
    shift 2
    "$@" >"$directory/$name.log" 2>&1 </dev/null &
    pids[$name]=$!
    until [ -e "$file" ]; do
        if [ $SECONDS -ge $deadline ] || ! kill -0 "${pids[$name]}" 2>/dev/null; then
            fail "the $name did not start"
        fi
        sleep 0.02
    done
}

# One section a host, with the port that the simulator found free.
write_hosts() {
    local name url rest
    while read -r name url rest; do
        (umask 077 && sed -n "/^\[host $name\]/,/^\[/s/^password = //p" "$1" | tr -d '\n' >"$directory/$name.password")
        url=${url#*//*:}
        printf '[%s]\naddress = 127.0.0.1\nport = %s\ntransport = http\nauth = ntlm\n' "$name" "${url%%/*}"
        printf 'user = Administrator\npassword-file = %s\nbusy-poll-interval = 100ms\n\n' "$directory/$name.password"
        uris[$name]="hyperv+unix:///$name?socket=$directory/virthypervd-sock"
    done <"$directory/hosts"
}

# Whatever happened, nothing stays behind; both end with 0 on SIGTERM, and without complaint.
finish() {
    local status=$? name
    trap - EXIT
    for name in daemon simulator; do
        [ -n "${pids[$name]-}" ] || continue
        kill "${pids[$name]}" 2>/dev/null
        wait "${pids[$name]}" || { status=1 && printf 'not ok %d - the %s ended with an error\n' $((++points)) "$name"; }
    done
    if grep -hE 'CRITICAL|WARNING|runtime error:|ERROR: ' "$directory"/*.log 2>/dev/null | sed 's/^/# /' | grep .; then
        status=1
        printf 'not ok %d - a complaint in a log\n' $((++points))
    fi
    rm -rf "$directory"
    printf '1..%d\n' "$points"
    exit "$status"
}
