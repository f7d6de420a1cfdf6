#!/bin/sh
# niggle form: trends against the own past, and advice that suits the pain.
. "${NIGGLE_SOURCE:=$(cd "$(dirname "$0")/../.." && pwd)}/tests/cli/lib.sh"
mkrun="${NIGGLE_BUILD:-$NIGGLE_SOURCE/build}/tools/mkrun"

json() { # json SENTENCE EXPRESSION over the object o; trend(x) and use(x) look things up
    seen=$(python3 -c '
import json, sys
o = json.load(open(sys.argv[1]))
trend = lambda m: next(t for t in o["trends"] if t["metric"] == m)["change"]
use = lambda i: next(a for a in o["advice"] if a["id"] == i)["use"]
print(bool(eval(sys.argv[2])))' "$dir/out" "$2" 2>&1)
    [ "$seen" = True ] && ok "$1" || not_ok "$1" "$2: $seen"
}
says() {
    if tr -s '\n ' '  ' <"$dir/out" | grep -qF -- "$2"; then ok "$1"; else not_ok "$1" "$(cat "$dir/out" "$dir/err")"; fi
}
# every second day for fifteen weeks up to 2026-03-01; CHANGE holds for the last three
runner() { # runner NAME CHANGE
    python3 - "$2" >"$dir/$1.plan" <<'PY'
import datetime, sys
end = datetime.date(2026, 3, 1)
for d in range(104, -1, -2): print(end - datetime.timedelta(d), "07:40 easy 6.0 6:00", sys.argv[1] if d <= 20 else "")
PY
    "$mkrun" --out "$dir/$1" --quiet <"$dir/$1.plan"
    export NIGGLE_DB="$dir/$1.db"
    run import "$dir/$1" --quiet
    gives "$1: imported" 0
}
danger='"saddle_numb":false,"bladder_change":false,"bowel_change":false,"both_legs_neuro":false,"leg_weak_worse":false,"foot_weak":false,"cannot_bear_weight":false,"onset_fall_blow":false,"fever_chills":false,"fainted":false,"sudden_tearing_belly_back":false,"breathless_chest":false,"leg_swollen":false,"dark_urine":false,"night_unrelenting":false'
tendon="\"age_band\":\"50_59\",\"site_buttock_any\":true,\"site_sit_bone\":true,\"laterality\":\"one_side\",\"onset_type\":\"gradual\",\"duration_band\":\"1_to_6_weeks\",\"agg_sit_hard\":true,\"agg_run_fast_hill\":true,\"first_occurs\":\"start_of_run_then_eases\",\"worst_time\":\"sitting\",\"st_press_sit_bone\":true,\"st_one_leg_bridge\":true,\"bruise\":false,\"site_groin\":false,\"site_low_back\":false,\"tingling\":false,$danger"

export NIGGLE_DB="$dir/none.db"
run form
refuses "no database: where to begin" 4 "niggle import"
run form now
refuses "it takes no words" 2 "is too much"

runner ever ""
run form
gives "form is shown" 0
expect "the page of a runner as ever" form.txt
run form --json
json "nothing changed" 'all(trend(m) == "as_ever" for m in ("cadence", "contact", "oscillation", "balance", "late_cadence"))'
json "nothing is offered where nothing hurts" 'o["episode"] is None and all(a["use"] == "not_here" for a in o["advice"])'
run form --all
says "all advice with its verdict and source" "Midfoot strike: no need to change strike for buttock pain (evidence C)"
wide=$(python3 -c 'import sys; print("".join(l for l in open(sys.argv[1], encoding="utf-8") if len(l.rstrip("\n")) > 80))' "$dir/out")
none "80 columns" "$wide"

runner more "steps 12"
run form --json
json "twelve steps more are seen" 'trend("cadence") == "higher" and trend("balance") == "as_ever"'
runner drift "balance 52.2"
run form --json
json "a drift to the left foot is seen" 'trend("balance") == "higher" and trend("cadence") == "as_ever"'
run form
says "with a word that is no alarm" "it is no sign of an injury by itself"

# a pain at the sit bone: what spares the outer hip may load it
printf '{"today":"2026-03-01","answers":{%s}}' "$tendon" >"$dir/answers.json"
run assess --answers "$dir/answers.json" --save --quiet
gives "a pain at the sit bone is kept" 0
run form --json
json "advice is for that pain" 'o["episode"] == 1'
json "more steps are not offered: they may load that tendon" 'use("cadence_up5") == "not_now" and use("cadence_up10") == "not_now"'
json "what is offered may help" 'any(a["use"] == "offered" for a in o["advice"])'
json "fewer steps are offered for nothing" 'use("cadence_down_avoid") == "not_here"'
run form
says "the reason stands beside it" "may not help a sit-bone tendon"
run form --plain
lines=$(grep -c '^trend' "$dir/out")
[ "$lines" = 5 ] && ok "a line for each trend" || not_ok "a line for each trend" "$(cat "$dir/out")"
run form --episode 9
gives "an episode that is not there" 4
finish
