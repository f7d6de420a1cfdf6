#!/bin/sh
# niggle runs: a small history whose sums were worked out by hand.
. "${NIGGLE_SOURCE:=$(cd "$(dirname "$0")/../.." && pwd)}/tests/cli/lib.sh"
mkrun=${NIGGLE_BUILD:-$NIGGLE_SOURCE/build}/tools/mkrun
export NIGGLE_DB="$dir/n.db"

# weeks from Monday: 5 Jan 8; 12 Jan 10; 19 Jan 10; 26 Jan 12; 2 Feb 24; 9 Feb 30; 16 Feb 0; 23 Feb 21
"$mkrun" --quiet --out "$dir/files" <<'PLAN' || exit 99
2026-01-05 18:00 easy 8.0 6:00
2026-01-13 18:00 easy 10.0 6:00
2026-01-20 18:00 easy 10.0 6:00
2026-01-27 18:00 easy 12.0 6:00
2026-02-03 18:00 easy 10.0 6:00
2026-02-08 09:00 long 14.0 6:00
2026-02-10 18:00 easy 10.0 6:00
2026-02-15 09:00 long 20.0 6:00
2026-02-24 18:00 easy 10.0 6:00
2026-02-28 09:00 easy 5.0 6:00 treadmill
2026-03-01 09:00 easy 6.0 6:00
PLAN
run runs
gives "before anything was imported" 4 "Begin with: niggle import"
run import "$dir/files"
gives "the history is imported" 0

cat >"$dir/look.py" <<'PY'
import json, sys
o = json.load(open(sys.argv[1]))
km = lambda m: round(m / 1000, 1)
print(eval(sys.argv[2]))
PY
seen() { # seen SENTENCE EXPRESSION EXPECTED: over the JSON of the last run
    got=$(python3 "$dir/look.py" "$dir/out" "$2" 2>&1)
    [ "$got" = "$3" ] && ok "$1" || not_ok "$1" "$got
expected $3"
}
run runs --json
gives "as JSON" 0
seen "newest first" "[r['day'] for r in o['runs']][:3]" "['2026-03-01', '2026-02-28', '2026-02-24']"
seen "distances of each run" "[km(r['distance_m']) for r in o['runs']]" \
    "[6.0, 5.0, 10.0, 20.0, 10.0, 14.0, 10.0, 12.0, 10.0, 10.0, 8.0]"
seen "weeks begin on Monday and the empty one is there" "[(w['monday'], w['runs'], km(w['distance_m'])) for w in o['weeks']]" \
    "[('2026-02-23', 3, 21.0), ('2026-02-16', 0, 0.0), ('2026-02-09', 2, 30.0), ('2026-02-02', 2, 24.0), ('2026-01-26', 1, 12.0), ('2026-01-19', 1, 10.0), ('2026-01-12', 1, 10.0), ('2026-01-05', 1, 8.0)]"
seen "all of it" "km(o['distance_m'])" "115.0"
seen "the longest of the last 30 days" "(o['longest_30_days']['day'], km(o['longest_30_days']['distance_m']))" "('2026-02-15', 20.0)"
seen "six minutes a kilometre" "all(355 < r['pace_s_per_km'] < 370 for r in o['runs'])" True
seen "20 km after at most 14: 43 % longer" "[(r['day'], round(r['percent_over_month'])) for r in o['runs'] if (r['percent_over_month'] or 0) > 10]" \
    "[('2026-02-15', 43), ('2026-02-08', 17)]"
seen "what the files cannot tell is null" "[r['percent_over_month'] for r in o['runs']][-4:]" "[None, None, None, None]"

run runs --json --since 2026-02-10
seen "since a day" "[r['day'] for r in o['runs']][-1], len(o['runs'])" "('2026-02-10', 5)"
seen "a run is held against the month before it all the same" "round(o['runs'][3]['percent_over_month'])" "43"
run runs --json --since 6d
seen "since six days: today is the last of them" "[r['day'] for r in o['runs']]" "['2026-03-01', '2026-02-28', '2026-02-24']"
run --today 2026-02-14 runs --json
seen "the longest of the 30 days up to a day given" "o['longest_30_days']['day']" "2026-02-08"
run --today 2026-05-01 runs --json
seen "none in the last 30 days" "o['longest_30_days']" "None"

run runs
prints "words: the longest run" "Longest run of the last 30 days: 20.0 km on Sunday 15 February."
prints "words: a mark for a long one" "+43%"
prints "words: the treadmill has one, too" "dt"
run runs --weeks
prints "weeks" "2026-02-09       2     30.0"
grep -q "min/km" "$dir/out" && not_ok "--weeks leaves the list out" "$(cat "$dir/out")" || ok "--weeks leaves the list out"
run runs --plain --weeks
prints "a week as a record" "$(printf '2026-02-09\t2\t3000')"
run runs --since 2026-04-31
gives "a day that does not exist" 2 "--since: \"2026-04-31\" is not a day"
run runs --since 0d
gives "no days at all" 2 "is not a day"
run runs --since 2027-01-01
gives "nothing since then" 4 "niggle import"

# ---- two recordings of one run ---------------------------------------------------
"$mkrun" --quiet --format gpx --out "$dir/phone" <<'PLAN' || exit 99
2026-02-15 09:00 long 20.0 6:00
PLAN
run import "$dir/phone"
gives "the phone recorded the long run, too" 0
run runs --json
seen "it counts once" "km(o['distance_m'])" "115.0"
run runs --json --linked
seen "both can be shown" "len(o['runs'])" "12"
linked=$(python3 "$dir/look.py" "$dir/out" "[r['run'] for r in o['runs'] if r['same_as']][0]")
run runs --apart "$linked"
run runs --json
seen "kept apart they count twice" "km(o['distance_m'])" "135.0"
run runs --together "$linked"
run runs --json
seen "and together once again" "km(o['distance_m'])" "115.0"
run runs --apart 4711
gives "no such run" 4 "no run 4711"
finish
