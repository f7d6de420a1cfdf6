#!/bin/sh
# fuzz.sh BUILD TARGET SECONDS: run one fuzzer of fuzz/ (fit for fuzz_fit), or
# `all` one after the other. What it finds goes to fuzz/corpus/<target>/, where
# the ordinary tests replay it.
set -u
build=$1 wanted=$2 seconds=$3 seen=0 bad=0
for source in fuzz/fuzz_*.c; do
    target=${source#fuzz/fuzz_} target=${target%.c}
    [ "$wanted" = all ] || [ "$wanted" = "$target" ] || continue
    seen=1 program=$build/fuzz/fuzz_$target
    ninja --quiet -C "$build" "fuzz/fuzz_$target" || exit 1
    corpus=fuzz/corpus/$target new=$build/corpus/$target
    mkdir -p "$corpus" "$new"
    echo "fuzzing $target for $seconds s"
    dict=fuzz/$target.dict
    "$program" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
        -artifact_prefix="$corpus/found_" ${DICT:-$([ ! -f "$dict" ] || echo "-dict=$dict")} "$new" "$corpus" \
        >"$new.log" 2>&1 || bad=1
    grep -E 'stat::number_of_executed_units|SUMMARY|Test unit written' "$new.log"
done
if [ $seen -eq 0 ]; then
    echo "there is no fuzzer called $wanted; there are:" $(ls fuzz/fuzz_*.c 2>/dev/null | sed 's|fuzz/fuzz_||; s|\.c||') >&2
    exit 2
fi
exit $bad
