#!/bin/sh
# niggle load: weeks, one run, what is not known, pictures; on invented runners
# from their files on.
. "${NIGGLE_SOURCE:=$(cd "$(dirname "$0")/../.." && pwd)}/tests/cli/lib.sh"
mkrun="${NIGGLE_BUILD:-$NIGGLE_SOURCE/build}/tools/mkrun"

json() { # json SENTENCE EXPRESSION over the object o
    seen=$(python3 -c 'import json, sys; o = json.load(open(sys.argv[1])); print(bool(eval(sys.argv[2])))' "$dir/out" "$2" 2>&1)
    [ "$seen" = True ] && ok "$1" || not_ok "$1" "$2: $seen"
}
says() { # says SENTENCE WORDS: however the lines are broken
    if tr -s '\n ' '  ' <"$dir/out" | grep -qF -- "$2"; then ok "$1"; else not_ok "$1" "$(cat "$dir/out" "$dir/err")"; fi
}
narrow() {
    wide=$(python3 -c 'import sys; print("".join(l for l in open(sys.argv[1], encoding="utf-8") if len(l.rstrip("\n")) > 80))' "$dir/out")
    none "$1" "$wide"
}
on() { # on DAY ARG...
    day=$1 && shift
    "$NIGGLE" --today "$day" "$@" >"$dir/out" 2>"$dir/err"
    code=$?
}
# planned NAME [FORMAT] < plan: files of it, imported into a database of their own
planned() {
    "$mkrun" --out "$dir/$1" --format "${2:-fit}" --quiet || not_ok "$1: files"
    export NIGGLE_DB="$dir/$1.db"
    run import "$dir/$1" --quiet
    gives "$1: imported" 0
}

# ---- nothing there, wrong words ------------------------------------------------------
export NIGGLE_DB="$dir/none.db"
run load
refuses "no database: where to begin" 4 "niggle import"
run load first
refuses "a run is a number" 2 "not the number of a run"
run load --weeks 0
refuses "weeks begin at one" 2 "--weeks takes a number from 1 to 520"
run load 1 2
refuses "one run at a time" 2 "one run at a time"

# ---- sixteen weeks with one run too long ------------------------------------------------
"$mkrun" --preset marathon51 --out "$dir/marathon" --quiet
export NIGGLE_DB="$dir/marathon.db"
run import "$dir/marathon" --quiet
on 2026-02-10 load
gives "weeks are shown" 0
expect "the page of the week with the long run" load_weeks.txt
narrow "80 columns"
cp "$dir/out" "$dir/first"
on 2026-02-10 load
same "kept loads give the same page" "$dir/first" "$dir/out"
on 2026-02-10 load --json
json "every tissue has its weeks" 'len(o["tissues"]) >= 13 and all(len(t["easy_km_by_week"]) == 12 for t in o["tissues"])'
json "the published hazard with its interval" 'any(r["hazard"] == 1.52 and r["hazard_low"] == 1.16 and r["hazard_high"] == 2.0 and r["sources"] == ["S_FRANDSEN2025"] for r in o["runs_that_stand_out"])'
json "the usual is that of the runner" 'o["usual"]["known"] and 2.6 < o["usual"]["easy_mps"] < 2.8'
on 2026-02-10 load --plain
lines=$(grep -c '^week' "$dir/out")
[ "$lines" = 156 ] && ok "a line for each week and tissue" || not_ok "a line for each week and tissue" "$lines"
on 2026-02-10 load 61
expect "the page of the long run" load_run.txt
on 2026-02-10 load 61 --why
says "a source for every figure" "sit-bone tendon: semimembranosus, late swing: size [S_LENHART2014]; speed [S_CHUMANOV2007]"
on 2026-02-10 load 61 --json
json "terms multiply to no more than the whole" 'all(0.5 < t["factor_speed"] * t["factor_cadence"] * t["factor_grade"] * t["factor_late"] < 3 for t in o["tissues"])'
json "the middle lies within its interval" 'all(t["easy_km_low"] <= t["easy_km"] <= t["easy_km_high"] for t in o["tissues"])'
on 2026-02-10 load 9999
refuses "a run that is not there" 4 "there is no run 9999"
on 2026-02-10 load 70
refuses "a run of the future" 4 "lies in the future"
on 2026-02-10 load --svg "$dir/a.svg"
gives "a picture is written" 0
seen=$(python3 -c '
import sys, xml.dom.minidom as m
d = m.parse(sys.argv[1]); t = [x.firstChild.data for x in d.getElementsByTagName("text")]
grey = all(c in ("", "none") or c[1] == c[2] == c[3] for e in d.getElementsByTagName("*") for c in [e.getAttribute("fill"), e.getAttribute("stroke")])
print("+37 %" in t, "sit-bone tendon" in t, any("steps a minute" in x for x in t), grey)' "$dir/a.svg" 2>&1)
[ "$seen" = "True True True True" ] && ok "it is XML, labelled in words, and grey" || not_ok "it is XML, labelled in words, and grey" "$seen"
on 2026-02-10 load --svg "$dir/nowhere/a.svg"
refuses "a folder that is not there" 1 "cannot be written"

# ---- taken back, brought again ----------------------------------------------------------------
on 2026-02-10 db undo-import
gives "the import is taken back, and its loads with it" 0
on 2026-02-10 load
gives "without runs there is nothing to show" 4 "no runs in these weeks"

# ---- few runs, a gap, another device, the treadmill ------------------------------------------------
printf '2026-02-%s 07:40 easy 6.0 6:00\n' 20 24 28 >"$dir/three.plan"
planned three <"$dir/three.plan"
run load
gives "three runs" 0
says "what was before them is not known" "files are missing"
says "and nothing is said of more or less" "not known"
printf '2026-02-28 07:40 easy 6.0 6:00\n' >"$dir/one.plan"
planned one <"$dir/one.plan"
run load
says "of one run no usual is known" "general figures stand in"
run load 1
says "and its page says so" "What is usual for you is not known yet"

python3 - >"$dir/gap.plan" <<'PY'
import datetime
end = datetime.date(2026, 3, 1)
for d in list(range(460, 380, -2)) + list(range(10, -1, -2)): print(end - datetime.timedelta(d), "07:40 easy 8.0 6:00")
PY
planned gap <"$dir/gap.plan"
run load --json
gives "a year without files" 0
json "the usual of the time before still stands" 'o["usual"]["known"] and o["usual"]["easy_spm"] > 150'
json "the weeks without files are unknown, not rest" '[w["unknown_days"] for w in o["weeks"]][:9] == [7] * 9'
json "and nothing is compared with them" 'all(t["against_4_weeks"]["word"] == "unknown" for t in o["tissues"])'
run load --weeks 70
says "a year and more is drawn" "?????"

python3 - >"$dir/belt.plan" <<'PY'
import datetime
end = datetime.date(2026, 3, 1)
for d in range(60, -1, -2): print(end - datetime.timedelta(d), "07:40 easy 8.0 6:00 treadmill" if d < 20 else "07:40 easy 8.0 6:00")
PY
planned belt <"$dir/belt.plan"
run load --json
json "without satellites the week is weighed all the same" 'all(t["against_4_weeks"]["word"] == "as_usual" for t in o["tissues"])'

# ---- totals alone, absurd speeds, clocks that jump ----------------------------------------------------
cat >"$dir/odd.py" <<'PY'
import datetime, sys, os
os.makedirs(sys.argv[1])
def gpx(name, start, points):
    t0 = datetime.datetime.fromisoformat(start)
    body = "".join('<trkpt lat="%.6f" lon="10.0"><time>%sZ</time></trkpt>' % (50 + y / 111195, (t0 + datetime.timedelta(seconds=s)).isoformat()) for s, y in points)
    open(os.path.join(sys.argv[1], name), "w").write('<?xml version="1.0"?><gpx version="1.1" creator="t" xmlns="http://www.topografix.com/GPX/1/1"><trk><type>running</type><trkseg>%s</trkseg></trk></gpx>' % body)
for d in range(5, 28, 2): gpx("r%02d.gpx" % d, "2026-02-%02dT07:00:00" % d, [(s, 2.8 * s) for s in range(0, 1800, 2)])
gpx("fast.gpx", "2026-02-28T07:00:00", [(s, 40.0 * s) for s in range(0, 900, 1)])
gpx("clock.gpx", "2026-03-01T07:00:00", [(s + (3600 if 600 < s < 900 else 0), 2.8 * s) for s in range(0, 1800, 2)])
PY
python3 "$dir/odd.py" "$dir/odd"
export NIGGLE_DB="$dir/odd.db"
run import "$dir/odd" --quiet
run load --json
gives "runs without steps and heights, one by car, one with a jumping clock" 0
json "no week becomes heavier than what was run" 'all(0 <= t["easy_km_by_week"][-1] < 60 for t in o["tissues"])'
fast=$("$NIGGLE" --today 2026-03-01 runs --plain 2>/dev/null | awk '$1 == "2026-02-28" { print $2 }')
run load "$fast"
says "the run by car is not weighed, and its page says why" "faster than anyone runs"
clock=$("$NIGGLE" --today 2026-03-01 runs --plain 2>/dev/null | awk '$1 == "2026-03-01" { print $2 }')
run load "$clock" --json
gives "the run with the jumping clock has a page" 0
json "it is flagged, and no longer than half an hour" '"no_cadence" in o["flags"] and all(t["easy_km"] < 8 for t in o["tissues"])'
finish
