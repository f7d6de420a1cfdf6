#!/bin/sh
# niggle runs: a small history whose sums are known.
. "${NIGGLE_SOURCE:=$(cd "$(dirname "$0")/../.." && pwd)}/tests/cli/lib.sh"
: "${MKRUN:=${NIGGLE_BUILD:-$NIGGLE_SOURCE/build}/tools/mkrun}"

run runs
refuses "no database yet" 4 "there is no database"

# 2026-03-01 is a Sunday; Mondays are 9, 16 and 23 February and 2 March.
#   week of 26 Jan: 21 km on Sat 31 Jan (29 days before today: the 30th day back counts)
#   week of 2 Feb:  none
#   week of 9 Feb:  8 + 7 = 15 km      week of 16 Feb: 10 km      week of 23 Feb: 6 + 12 = 18 km
mkdir "$dir/files"
printf '%s\n' '2026-01-30 08:00 long 25.0 6:00' '2026-01-31 08:00 long 21.0 6:00' '2026-02-09 08:00 easy 8.0 6:00' \
    '2026-02-15 23:30 easy 7.0 6:00' '2026-02-16 00:20 easy 10.0 6:00' '2026-02-24 08:00 easy 6.0 6:00' \
    '2026-03-01 08:00 long 12.0 6:00' | "$MKRUN" --out "$dir/files" --quiet
run --quiet import "$dir/files"
gives "the history comes in" 0

run runs --json
python3 - "$dir/out" >"$dir/seen" 2>&1 <<'PY' && ok "days, weeks and the longest of 30 days are right" || not_ok "days, weeks and the longest of 30 days are right" "$(cat "$dir/seen")"
import json, sys
d = json.load(open(sys.argv[1]))
days = [r["day"] for r in d["runs"]]
assert days == ["2026-03-01", "2026-02-24", "2026-02-16", "2026-02-15", "2026-02-09", "2026-01-31", "2026-01-30"], days
weeks = [(w["monday"], w["runs"], round(w["distance_m"] / 1000)) for w in d["weeks"]]
assert weeks == [("2026-02-23", 2, 18), ("2026-02-16", 1, 10), ("2026-02-09", 2, 15), ("2026-02-02", 0, 0),
                 ("2026-01-26", 2, 46)], weeks
assert d["longest_30_days"]["day"] == "2026-01-31", d["longest_30_days"]
assert round(d["distance_m"] / 1000) == 89, d["distance_m"]
assert abs(sum(w["distance_m"] for w in d["weeks"]) - d["distance_m"]) < 0.6
for r in d["runs"]:
    assert 300 < r["pace_s_per_km"] < 420 and r["has_dynamics"], r
PY

run runs
prints "a line a run" "Sun 2026-03-01      7  running     12.0"
prints "a line a week" "2026-02-09       2     15.0"
prints "the longest of the last 30 days" "Longest run of the last 30 days: 21.0 km on Saturday 31 January."
run --today 2026-03-02 runs
prints "a day later it has left the 30 days" "Longest run of the last 30 days: 12.0 km on Sunday 1 March."
prints "and a new week has begun" "2026-03-02       0      0.0"
run --today 2026-02-10 runs --json
python3 - "$dir/out" >"$dir/seen" 2>&1 <<'PY' && ok "what lies in the future is in no sum" || not_ok "what lies in the future is in no sum" "$(cat "$dir/seen")"
import json, sys
d = json.load(open(sys.argv[1]))
assert len(d["runs"]) == 7 and round(d["distance_m"] / 1000) == 54, d["distance_m"]
assert [w["monday"] for w in d["weeks"]] == ["2026-02-09", "2026-02-02", "2026-01-26"], d["weeks"]
PY

count() { # count SENTENCE N ARG...
    sentence=$1 n=$2
    shift 2
    run --plain runs "$@"
    [ "$(wc -l <"$dir/out")" -eq "$n" ] && ok "$sentence" || not_ok "$sentence" "$(cat "$dir/out" "$dir/err")"
}
count "since a day" 4 --since 2026-02-15
count "the last 6 days, today among them" 2 --since 6d
count "the last 5 days" 1 --since 5d
count "up to a day" 3 --until 2026-02-09
count "between two" 2 --since 2026-02-09 --until 2026-02-15
run runs --since 2027-01-01
refuses "nothing in those days" 4 "no runs there"
run runs --since yesterday
refuses "not a day" 2 'not a day; write it like 2026-03-01 or 90d'
run runs --since 0d
refuses "no days at all" 2 'not a day'

run runs --apart 99
refuses "a run that is not there" 4 "there is no run 99"
mkdir "$dir/gpx"
printf '%s\n' '2026-02-24 08:00 easy 6.0 6:00' | "$MKRUN" --out "$dir/gpx" --format gpx --quiet
run --quiet import "$dir/gpx"
count "a second recording of a run is not listed" 1 --since 2026-02-24 --until 2026-02-24
count "unless it is asked for" 2 --since 2026-02-24 --until 2026-02-24 --linked
run runs --linked
prints "with its mark" " ="
run runs --apart 8
count "parted, they are two" 2 --since 2026-02-24 --until 2026-02-24
run runs --together 8
count "and one again" 1 --since 2026-02-24 --until 2026-02-24
finish
