#!/bin/bash
# check.sh: build the packages in a Debian of their own, look them over, install them in another, use them there
#
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# usage: check.sh ROOT OUT [build | again | lint | use | boot | TEST...]     (as root; without: all)
#
# ROOT is a minimal Debian, made where it is missing, of SUITE (bookworm) from MIRROR;
# it is only read.  OUT gets the packages, and what is laid over ROOT: to build, which
# stays for the next time, and to install, which is new each time.  A TEST is one of
# debian/tests.  All that is mounted is seen by this command only.
set -eu
[ $# -ge 2 ] || {
    sed -n '6p' "$0"
    exit 2
}
if [ -z "${PACKAGES_INSIDE:-}" ]; then
    PACKAGES_INSIDE=yes exec unshare --mount "$0" "$@"
fi
top=$(cd "$(dirname "$0")/.." && pwd)
root=$(realpath -m "$1") out=$(realpath -m "$2")
shift 2
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8
name=$(sed -n '1s/ .*//p' "$top/packaging/debian/changelog")
version=$(sed -n '1s/.*(\(.*\)-.*/\1/p' "$top/packaging/debian/changelog")
tree=$out/$name-$version

say() { printf '\033[1m%s\033[0m\n' "$*"; }

# lay NAME: ROOT, and over it what is changed in OUT/NAME
lay() {
    mkdir -p "$out/$1"/{upper,work,root}
    mount -t overlay overlay -o "lowerdir=$root,upperdir=$out/$1/upper,workdir=$out/$1/work" "$out/$1/root"
    mount -t proc proc "$out/$1/root/proc"
    mount --rbind /dev "$out/$1/root/dev"
    mount -t tmpfs tmpfs "$out/$1/root/run"
    mount -t tmpfs -o mode=1777 tmpfs "$out/$1/root/dev/shm"
    cp /etc/resolv.conf "$out/$1/root/etc/resolv.conf"
    mkdir -p "$out/$1/root/out"
    mount --bind "$out" "$out/$1/root/out"
}

# inside NAME COMMAND...: in the folder of what is to be built
inside() {
    local place=$1
    shift
    chroot "$out/$place/root" /bin/sh -c 'cd "$0" && exec "$@"' /out "$@"
}

# What a checkout has, committed or not, as a maintainer would pack it.
export_source() {
    rm -rf "$tree"
    mkdir -p "$tree"
    if [ "$(git -C "$top" rev-parse --show-toplevel 2>/dev/null)" = "$top" ]; then
        git -C "$top" ls-files -z --cached --others --exclude-standard
    else
        (cd "$top" && find . -path './build*' -prune -o -type f -print0)
    fi | tar -C "$top" --null --no-recursion -T - --ignore-failed-read -cf - 2>/dev/null | tar -C "$tree" -xf -
    tar -C "$out" --sort=name --owner=0 --group=0 --numeric-owner -cJf "$out/${name}_$version.orig.tar.xz" "$(basename "$tree")"
    cp -a "$tree/packaging/debian" "$tree/debian"
}

# As anybody and without a network, as Debian's own machines do.
build() {
    say "Building $name $version"
    rm -f "$out"/*.deb "$out"/*.changes "$out"/*.buildinfo "$out"/*.dsc "$out"/*.tar.xz
    export_source
    inside build apt-get -qq update
    inside build apt-get -qq install -y --no-install-recommends build-essential fakeroot iproute2 lintian autopkgtest rpm >"$out/apt.log"
    inside build apt-get -qq build-dep -y --no-install-recommends "./$(basename "$tree")" >>"$out/apt.log"
    chroot "$out/build/root" id builder >/dev/null 2>&1 || chroot "$out/build/root" useradd -m builder
    chroot "$out/build/root" chown -R builder: "/out/$(basename "$tree")"
    chmod 1777 "$out"
    inside build unshare --net sh -c "ip link set lo up && cd '$(basename "$tree")' && exec runuser -u builder -- dpkg-buildpackage -us -uc" >"$out/build.log" 2>&1 || {
        tail -n 60 "$out/build.log"
        echo "the build failed, see $out/build.log"
        return 1
    }
    ls "$out"/*.deb
}

# Elsewhere, at another time and without the tests: the packages are the same, byte by byte.
again() {
    local package status=0
    say 'Building them again'
    rm -rf "$out/again"
    install -d -m 777 "$out/again"
    inside build unshare --net runuser -u builder -- sh -c 'cd again && dpkg-source -x ../*.dsc elsewhere && cd elsewhere &&
        TZ=Pacific/Kiritimati DEB_BUILD_OPTIONS=nocheck exec dpkg-buildpackage -b -us -uc' >"$out/again.log" 2>&1 || {
        tail -n 60 "$out/again.log"
        return 1
    }
    for package in "$out"/*.deb; do
        cmp "$package" "$out/again/$(basename "$package")" || status=1
    done
    return $status
}

lint() {
    say 'Looking the packages over'
    inside build runuser -u builder -- sh -c 'lintian --color never --display-info --pedantic --fail-on error,warning *.changes'
    inside build rpmspec --query "./$(basename "$tree")/packaging/rpm/$name.spec"
}

# use [TEST...]: with nothing but the packages, what they need and what a test asks for
use() {
    local word words=() status=0
    say 'Installing and using them'
    for word in "$@"; do
        words+=(--test-name "$word")
    done
    rm -rf "$out/clean" "$out/autopkgtest"
    lay clean
    mkdir -p "$out/build/root/clean"
    mount --rbind "$out/clean/root" "$out/build/root/clean"
    inside build sh -c 'exec autopkgtest --output-dir=/out/autopkgtest "$@" *.deb "./$0/" -- chroot /clean' \
        "$(basename "$tree")" "${words[@]}" || status=$?
    # 2: some were left out, here the one that wants a system that has booted: see boot.
    [ $status -eq 0 ] || [ $status -eq 2 ]
}

# The one test that wants a system that has booted, by its own systemd; and what is left when all is purged.
boot() {
    local service=$out/booted/root/etc/systemd/system/packages.service
    say 'Booting a system that has them'
    rm -rf "$out/booted"
    lay booted
    inside booted apt-get -qq update
    inside booted sh -c 'apt-get -qq install -y --no-install-recommends systemd-sysv dbus polkitd procps python3 openssl libvirt-clients $(ls ./*.deb | grep -v dbgsym)' >"$out/booted.log"
    cat >"$service" <<END
[Unit]
After=virthypervd.socket virthypervd-ro.socket
SuccessAction=poweroff-force
FailureAction=poweroff-force
[Service]
Type=oneshot
WorkingDirectory=/out/$(basename "$tree")
ExecStart=/bin/sh -c 'exec debian/tests/booted \$\$(ls /out/*.deb | grep -v dbgsym)'
ExecStopPost=/bin/sh -c 'echo \$EXIT_STATUS >/var/tmp/status'
StandardOutput=file:/var/tmp/said
StandardError=inherit
[Install]
WantedBy=multi-user.target
END
    chroot "$out/booted/root" systemctl --quiet enable packages.service
    umount -R -l "$out/booted/root"/{dev,proc,run}
    systemd-nspawn --quiet --boot --register=no --keep-unit --private-network --bind-ro="$out:/out" --directory "$out/booted/root" >>"$out/booted.log" 2>&1 || :
    cat "$out/booted/upper/var/tmp/said"
    [ "$(cat "$out/booted/upper/var/tmp/status")" = 0 ]

    say 'Purging them'
    mount -t proc proc "$out/booted/root/proc"
    inside booted apt-get -qq purge -y virthypervd virt-hyperv-sim virt-replica 'libvirt-hyperv-repl*' python3-libvirt-hyperv-repl >>"$out/booted.log" 2>&1
    # The hosts and their secrets are the administrator's.
    left=$(chroot "$out/booted/root" find /etc /usr /lib/systemd /var/lib -path /var/lib/dpkg -prune -o -path /var/lib/apt -prune -o \
        -path '/etc/libvirt/virthypervd/*' -prune -o \( -name '*virthypervd*' -o -name '*virt-hyperv-sim*' -o -name '*virt-replica*' \) -print)
    [ "$left" = /etc/libvirt/virthypervd ] || {
        echo "left behind: $left"
        return 1
    }
}

lay build
[ $# -gt 0 ] || set -- build again lint use boot
case $1 in
build | again | lint | use | boot) for step in "$@"; do $step; done ;;
*) use "$@" ;;
esac
