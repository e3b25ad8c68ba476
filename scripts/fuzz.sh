# fuzz.sh: libFuzzer on each target of tests/fuzz/; to be sourced after build.sh
#
# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash

# fuzz_one DIR NAME SECONDS: one line of figures; what it dies of stays in DIR/found.
# What is freed is not kept for long, so that the memory shown is that in use.
fuzz_one() {
    local dir=$1 name=$2 seconds=$3 corpus="$1/corpus/$2" log="$1/$2.log"
    local -x ASAN_OPTIONS=${ASAN_OPTIONS:-}:quarantine_size_mb=8 G_DEBUG=fatal-warnings
    rm -rf "$corpus" && mkdir -p "$dir/found" "$dir/corpus" && cp -r "$top/tests/fuzz/corpus/$name" "$corpus" || return 1
    if ! "$dir/tests/fuzz/fuzz_$name" -max_total_time="$seconds" -max_len=65536 -timeout=10 -rss_limit_mb=256 \
        -malloc_limit_mb=128 -print_final_stats=1 -artifact_prefix="$dir/found/$name-" "$corpus" >"$log" 2>&1; then
        printf 'not ok - %s: see %s\n' "$name" "$log"
        tail -n 30 "$log"
        return 1
    fi
    awk -v name="$name" '
        /stat::average_exec_per_sec/ { speed = $2 }
        /stat::peak_rss_mb/ { memory = $2 }
        $3 == "cov:" { coverage = $4 }
        END { printf "ok - %s: %d runs/s, %d edges, at most %d MB\n", name, speed, coverage, memory }' "$log"
}

# fuzz DIR: all targets, as many at a time as there are processors; the last line is the count
fuzz() {
    local dir=$1 seconds=${FUZZ_SECONDS:-60} target name passed=0 failed=0 jobs=()
    for target in "$top"/tests/fuzz/fuzz_*.c; do
        name=$(basename "$target" .c)
        while [ "$(jobs -rp | wc -l)" -ge "$(nproc)" ]; do wait -n; done
        fuzz_one "$dir" "${name#fuzz_}" "$seconds" &
        jobs+=($!)
    done
    for target in "${jobs[@]}"; do
        if wait "$target"; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
    done
    echo "$passed passed, $failed failed, 0 skipped"
    [ "$failed" -eq 0 ]
}
