#!/bin/sh
# niggle report: one page for a clinician.
. "${NIGGLE_SOURCE:=$(cd "$(dirname "$0")/../.." && pwd)}/tests/cli/lib.sh"
export NIGGLE_DB="$dir/care.db"
on() { day=$1 && shift; "$NIGGLE" --today "$day" "$@" >"$dir/out" 2>"$dir/err"; code=$?; }
json() { # json SENTENCE EXPRESSION over the object o
    seen=$(python3 -c 'import json, sys; o = json.load(open(sys.argv[1])); print(bool(eval(sys.argv[2])))' "$dir/out" "$2" 2>&1)
    [ "$seen" = True ] && ok "$1" || not_ok "$1" "$2: $seen"
}
row() { # row SENTENCE LABEL WORDS: the row, its line breaks undone
    python3 -c 'import re, sys; print(re.sub(r"\n {13}", " ", open(sys.argv[1], encoding="utf-8").read()))' "$dir/out" | grep "^$2" | grep -qF -- "$3" && ok "$1" || not_ok "$1" "$(cat "$dir/out")"
}
run report
refuses "no episode: nothing found, and where to begin" 4 "niggle assess"
printf '{"today":"2026-03-01","answers":{"age_band":"50_59","sex_at_birth":"male","site_buttock_any":true,"site_sit_bone":true,"site_groin":false,"laterality":"one_side","onset_type":"gradual","duration_band":"1_to_6_weeks","agg_sit_hard":true,"ease_warm_up":true,"agg_cough":false,"pain_severity":6,"saddle_numb":false,"fever_chills":false,"st_press_sit_bone":true,"hx_steroids_long":true}}' >"$dir/a.json"
on 2026-03-01 assess --answers "$dir/a.json" --save --quiet
on 2026-03-02 log pain 4 --during && on 2026-03-03 log pain 2 --morning
on 2026-03-04 report
gives "the page is made" 0
row "complaint with place, side and severity" "Complaint" "pain: sit bone, one side; worst NPRS 6"
row "onset and duration" "Onset" "for 1 to 6 weeks"
row "aggravating, and what was denied" "Aggravating" "sit hard; denied: cough"
row "easing" "Easing" "warm up"
row "self-tests" "Self-tests" "press sit bone"
row "risk factors" "Risk factors" "steroids long"
row "red flags: present" "Present" "steroids long"
row "red flags: denied" "Denied" "fever chills"
row "red flags: never answered" "Not answered" "bladder change"
prints "causes with intervals" "% ("
prints "reasons for" "for: "
prints "reasons against" "against: "
prints "the week of the notes" "2026-03-02"
prints "load is said to be unknown" "No runs were imported"
prints "changes of the plan" "2026-03-01 made"
prints "method" "noisy-OR"
prints "limits" "No examination, no imaging"
prints "knowledge" "Knowledge "
none "80 columns" "$(python3 -c 'import sys; print("".join(l for l in open(sys.argv[1], encoding="utf-8") if len(l.rstrip("\n")) > 80))' "$dir/out")"
[ "$(wc -l <"$dir/out")" -le 90 ] && ok "about one page" || not_ok "about one page" "$(wc -l <"$dir/out") lines"
on 2026-03-04 report --json
json "JSON: answers by key" "o['answers']['age_band'] == '50_59' and o['answers']['agg_cough'] is False and 'lump' not in o['answers']"
json "danger answered no and not answered apart" "'fever_chills' in o['danger_no'] and 'bladder_change' in o['danger_not_answered'] and 'fever_chills' not in o['danger_not_answered']"
json "reasons for the leading causes" "o['causes'][0]['for'] and o['causes'][0]['p'] >= o['causes'][1]['p']"
json "pain by week" "o['weeks'][-1]['worst_during'] == 4 and o['weeks'][-1]['worst_morning'] == 2 and o['weeks'][-1]['days_noted'] == 2 and o['weeks'][-1]['km'] is None"
finish
