#!/bin/bash
# newest.sh: stories and python3-libvirt with the newest clients that Debian's archive has
#
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# usage: newest.sh ROOT [STORY...]     (as root; BUILD, SOURCE: as in tests/meson.build)
#
# ROOT is a Debian of its own, made where it is missing, of SUITE (sid) from MIRROR.
# Its virsh and python3 take the place of this machine's; all else is this machine's,
# and what is mounted into ROOT is seen by this command only.
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
[ -x "$root/usr/bin/virsh" ] || debootstrap --variant=minbase --include=libvirt-clients,python3-libvirt,python3 "${SUITE:-sid}" "$root" \
    "${MIRROR:-http://deb.debian.org/debian}"
for folder in /tmp /dev /proc "$SOURCE"; do
    mkdir -p "$root$folder"
    mount --rbind "$folder" "$root$folder"
done

# What was built here runs here, whoever starts it from there.
programs=$(mktemp -d)
trap 'rm -rf "$programs"' EXIT
for program in src/hyperv_repl/virthypervd src/hyperv_sim/virt-hyperv-sim; do
    mkdir -p "$programs/build/$(dirname $program)"
    printf '#!/bin/sh\nexec chroot /proc/%s/root %s "$@"\n' $$ "$BUILD/$program" >"$programs/build/$program"
    chmod +x "$programs/build/$program"
done

# In the same folder, so that files are found by the names that they are called by.
for program in virsh python3; do
    printf '#!/bin/sh\nPATH=/usr/sbin:/usr/bin:/sbin:/bin exec chroot %s sh -c '\''cd "$0" && exec "$@"'\'' "$PWD" /usr/bin/%s "$@"\n' "$root" "$program" >"$programs/$program"
    chmod +x "$programs/$program"
done
export PATH="$programs:$PATH" PYTHONPATH="$SOURCE/tests/rpc" PYTHONDONTWRITEBYTECODE=1
echo "# virsh $(virsh --version), python3-libvirt $(python3 -c 'import libvirt; print(libvirt.getVersion())')"

failed=0
tell() {
    if "${@:2}" >"$programs/log" 2>&1 && ! grep -q '^not ok' "$programs/log"; then
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
for name in python events virsh_power; do
    tell "test_$name.py" python3 "$SOURCE/tests/rpc/test_$name.py"
done
exit $failed
