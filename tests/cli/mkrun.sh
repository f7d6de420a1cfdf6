#!/bin/sh
# Invented runners: the same bytes for the same seed, read whole in every
# format, and damage that is seen for what it is.
. "${NIGGLE_SOURCE:=$(cd "$(dirname "$0")/../.." && pwd)}/tests/cli/lib.sh"
mkrun="${NIGGLE_BUILD:-$NIGGLE_SOURCE/build}/tools/mkrun"

"$mkrun" --preset marathon51 --end 2026-03-01 --out "$dir/a" --quiet
"$mkrun" --preset marathon51 --end 2026-03-01 --out "$dir/b" --quiet
diff -r "$dir/a" "$dir/b" >"$dir/difference" 2>&1
none "the same options give the same bytes" "$(head -3 "$dir/difference")"
"$mkrun" --preset marathon51 --end 2026-03-01 --out "$dir/c" --seed 7 --quiet
if cmp -s "$dir/a/2026-02-10-0740.fit" "$dir/c/2026-02-10-0740.fit"; then
    not_ok "another seed gives another runner"
else
    ok "another seed gives another runner"
fi
run decode --json "$dir"/a/*.fit
gives "sixteen weeks are read whole" 0
[ "$(grep -c '"sport":"running".*"has_dynamics":true,"salvaged":false' "$dir/out")" = "$(ls "$dir/a" | wc -l)" ] &&
    ok "each is a run with running form" || not_ok "each is a run with running form" "$(head -3 "$dir/out")"
run decode --json "$dir/a/2026-02-10-0740.fit"
grep -q '"distance_m":3300[0-9]\.' "$dir/out" && ok "33 km nineteen days before the end" ||
    not_ok "33 km nineteen days before the end" "$(cat "$dir/out")"
run decode --json "$dir/a/2026-02-03-0740.fit"
grep -q '"distance_m":2400[0-9]\.' "$dir/out" && ok "24 km the week before" ||
    not_ok "24 km the week before" "$(cat "$dir/out")"

plan='2026-02-08 07:40 long 3.0 6:10 balance 51.5 pauses 2 rpe 5'
for format in fit gpx tcx; do
    echo "$plan" | "$mkrun" --out "$dir/$format" --format $format --quiet
    run decode --json "$dir/$format"/*
    grep -qE '"sport":"running","start":"2026-02-08T06:4[01]:..Z".*"distance_m":(29[0-9][0-9]|30[0-9][0-9])\.' "$dir/out" &&
        ok "a plan as $format" || not_ok "a plan as $format" "$(cat "$dir/out" "$dir/err")"
done
for damage in cut flip lost sum; do
    echo "$plan" | "$mkrun" --out "$dir/$damage" --damage $damage --quiet
    run decode --json "$dir/$damage"/*
    [ "$code" = 1 ] && grep -q '"salvaged":true' "$dir/out" && ok "damage is seen: $damage" ||
        not_ok "damage is seen: $damage" "$(cat "$dir/out" "$dir/err")"
done
echo "2026-02-30 07:40 long 3.0 6:10" | "$mkrun" --out "$dir/bad" --quiet 2>"$dir/err"
[ $? = 1 ] && grep -q "line 1 of the plan" "$dir/err" && ok "a plan that is none names its line" ||
    not_ok "a plan that is none names its line" "$(cat "$dir/err")"
finish
