# build.sh: what ./quickstart and ./check have in common; to be sourced
#
# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash

# Python from Debian, because python3-libvirt belongs to that one.
export PATH="/usr/bin:/usr/sbin:/bin:/sbin:$PATH"

say() { printf '\033[1m%s\033[0m\n' "$*"; }

die() {
    printf 'error: %s\n' "$*" >&2
    exit 1
}

# install_packages [LIST...]
install_packages() {
    local package missing=() sudo=()

    while read -r package; do
        dpkg-query -W -f '${db:Status-Abbrev}' "$package" 2>/dev/null | grep -q '^ii' || missing+=("$package")
    done < <(grep -hv '^#' "${@:-$top/scripts/packages.txt}")
    [ ${#missing[@]} -eq 0 ] && return

    say "Installing: ${missing[*]}"
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || die "cannot install ${missing[*]}: run this once as root, or install sudo"
        sudo=(sudo)
    fi
    "${sudo[@]}" apt-get -q update >/dev/null || die "apt-get update failed"
    "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends \
        "${missing[@]}" >/dev/null || die "apt-get could not install ${missing[*]}"
}

# build DIR [MESON OPTIONS...]: quiet unless it fails; all, or $build_target
build() {
    local dir=$1 log
    shift
    log="$dir.log"
    mkdir -p "$(dirname "$dir")"
    if ! { [ -f "$dir/build.ninja" ] || meson setup "$dir" "$top" "$@"; } >"$log" 2>&1 ||
        ! ninja -C "$dir" ${build_target:+"$build_target"} >>"$log" 2>&1; then
        tail -n 40 "$log" >&2
        die "the build failed, see $log"
    fi
    rm -f "$log"
}

# cover DIR DUMP-TABLES: run the replication floor's unit tests, print what they reach.
# The flags stand for -Db_coverage, which has meson look for tools that nobody needs here.
cover() {
    local dir=$1 dump=$2 log="$1.log"
    find "$dir" -name '*.gcda' -delete 2>/dev/null
    rm -f "$dir"/meson-logs/testlog.*
    if ! { [ -f "$dir/build.ninja" ] || meson setup "$dir" "$top" --buildtype=debug -Dc_args=--coverage -Dc_link_args=--coverage -Dnls=false; } >"$log" 2>&1 ||
        ! meson test -C "$dir" --print-errorlogs --suite replication >>"$log" 2>&1; then
        tail -n 40 "$log" >&2
        return 1
    fi
    rm -f "$log"
    /usr/bin/python3 "$top/scripts/coverage.py" "$dir" "$dump"
}
