#!/bin/bash
# newest.sh: all that stands on libvirt's client, with the newest that Debian's archive has
#
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# usage: newest.sh ROOT [STORY...]     (as root; BUILD, SOURCE: as in tests/meson.build)
#
# ROOT is a Debian of its own, made where it is missing, of SUITE (sid) from MIRROR.
# With its virsh: the stories.  With its python3: python3-libvirt, and our module.
# Built there, with its compiler, and run there: our library over each transport, its
# examples, and virt-replica.  Daemon and simulator are this machine's, and what is
# mounted into ROOT is seen by this command only.
set -eu
[ $# -gt 0 ] || {
    sed -n '7p' "$0"
    exit 2
}
if [ -z "${NEWEST_INSIDE:-}" ]; then
    NEWEST_INSIDE=yes exec unshare --mount "$0" "$@"
fi

root=$(realpath -m "$1")
shift
inside() {
    PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive chroot "$root" "$@"
}
[ -x "$root/usr/bin/apt-get" ] || debootstrap --variant=minbase "${SUITE:-sid}" "$root" "${MIRROR:-http://deb.debian.org/debian}"
for folder in /tmp /dev /proc "$SOURCE"; do
    mkdir -p "$root$folder"
    mount --rbind "$folder" "$root$folder"
done
mapfile -t packages < <(grep -v '^#' "$SOURCE/scripts/packages.txt")
inside apt-get -qq install -y --no-install-recommends "${packages[@]}" g++ libvirt-daemon-common openssh-client openssh-server \
    python3-jsonschema python3-libvirt python3-yaml >/dev/null

programs=$(mktemp -d)
trap 'rm -rf "$programs"' EXIT
targets=(src/hyperv_repl/virt-replica tests/library/{library_call,test_client_{call,event,metadata,params}}
    examples/{enable,events,failover,planned,status})
if ! { inside meson setup "$programs/build" "$SOURCE" && inside ninja -C "$programs/build" "${targets[@]}"; } >"$programs/log"; then
    cat "$programs/log"
    exit 1
fi

# What was built here runs here, whoever starts it from there.
for program in docs/dump-tables src/hyperv_repl/virthypervd src/hyperv_sim/virt-hyperv-sim; do
    mkdir -p "$programs/build/$(dirname $program)"
    printf '#!/bin/sh\nexec chroot /proc/%s/root %s "$@"\n' $$ "$BUILD/$program" >"$programs/build/$program"
    chmod +x "$programs/build/$program"
done

# In the same folder, so that files are found by the names that they are called by.
for program in virsh python3; do
    printf '#!/bin/sh\nPATH=/usr/sbin:/usr/bin:/sbin:/bin exec chroot %s sh -c '\''cd "$0" && exec "$@"'\'' "$PWD" /usr/bin/%s "$@"\n' "$root" "$program" >"$programs/$program"
    chmod +x "$programs/$program"
done
export PATH="$programs:$PATH" PYTHONPATH="$SOURCE/tests/rpc:$SOURCE/python" PYTHONDONTWRITEBYTECODE=1
echo "# virsh $(virsh --version), python3-libvirt $(python3 -c 'import libvirt; print(libvirt.getVersion())')"

failed=0
tell() {
    if "${@:2}" </dev/null >"$programs/log" 2>&1 && ! grep -q '^not ok' "$programs/log"; then
        echo "ok $1"
    else
        echo "not ok $1"
        sed 's/^/# /' "$programs/log"
        failed=1
    fi
}
[ $# -gt 0 ] || set -- "$SOURCE"/tests/stories/*.sh
for story in "$@"; do
    name=$(basename "$story" .sh)
    [ "$name" = story ] || tell "$name" "$SOURCE/tests/stories/$name.sh"
done
export BUILD="$programs/build"
for name in call event metadata params; do
    tell "client_$name" inside env G_TEST_SRCDIR="$SOURCE/tests" "$BUILD/tests/library/test_client_$name"
done
for row in rpc/{python,events,virsh_power} python/{codec,doctest,replication,sending} python/asyncio\ {libvirtaio,thread} \
    "python/methods $BUILD/docs/dump-tables" library/library_{functions,transports,examples} cli/{changing,night,rare,reading,repeating,watch}; do
    read -r name argument <<<"$row"
    tell "$name ${argument##*/}" python3 "$SOURCE/tests/${name/\//\/test_}.py" ${argument:+"$argument"}
done
exit $failed
