#!/bin/sh
# niggle assess, asked for more: --explain, --why-not, --clinician and the safety
# net that comes with every result that can wait.
. "${NIGGLE_SOURCE:=$(cd "$(dirname "$0")/../.." && pwd)}/tests/cli/lib.sh"

answers() { printf '%s' "$1" >"$dir/a.json" && shift && run assess --answers "$dir/a.json" "$@"; }
said() { # said SENTENCE SCRIPT: the JSON of the last run makes these assertions hold
    printf 'import json, sys\no = json.load(open(sys.argv[1]))\n%s\nprint("good")\n' "$2" >"$dir/said.py"
    seen=$(python3 "$dir/said.py" "$dir/out" 2>&1)
    [ "$seen" = good ] && ok "$1" || not_ok "$1" "$seen"
}
denied='"saddle_numb":false,"bladder_change":false,"bowel_change":false,"both_legs_neuro":false,"leg_weak_worse":false,"foot_weak":false,"fever_chills":false,"cannot_bear_weight":false,"onset_fall_blow":false,"fainted":false,"dark_urine":false,"breathless_chest":false,"leg_swollen":false,"sudden_tearing_belly_back":false'
sitting='{"today":"2026-02-28","answers":{"site_sit_bone":true,"agg_sit_hard":true,"agg_sit_30min":true,"age_band":"40_49",'$denied'}}'

# ---- the safety net ------------------------------------------------------------
answers "$sitting" --json
said "the safety net comes with the plain object, nothing else does" '
n = o["safety_net"]
assert n["review_by"] > "2026-02-28" and n["rule"]
assert 1 <= len(n["watch_for"]) <= 6
for w in n["watch_for"]:
    assert w["urgency"] in ("urgent", "emergency") and w["text"].endswith("?") and w["action"] and w["condition"], w
assert not {"would_change", "counterfactual", "why_not", "clinician", "why"} & set(o)'
cp "$dir/out" "$dir/plain"
answers '{"answers":{"saddle_numb":true}}' --json
said "an emergency has no net: only what to do now" 'assert o["triage"] == "emergency" and o["safety_net"] is None'
answers '{"answers":{"saddle_numb":true}}' --explain
grep -q "What would make it urgent\|No better by\|What would change" "$dir/out" && not_ok "nor in words" "$(cat "$dir/out")" || ok "nor in words"
answers '{"today":"2026-02-28","answers":{"site_both_glutes_diffuse":true,"onset_type":"next_day_after_effort","duration_band":"under_2_days","train_unaccustomed_72h":true,"laterality":"both_sides",'$denied'}}'
prints "a date in words, from the course of the leading cause" "No better by "

# ---- what would change it -------------------------------------------------------------
answers "$sitting" --json --explain
said "--explain: shifts, levels, counterfactuals, reasons" '
assert o["why"] and o["would_change"] and o["counterfactual"]
p = {c["id"]: c["p"] for c in o["causes"]}
for s in o["would_change"]:
    assert abs(s["from"] - p[s["cause"]]) < 1e-6 and s["to_low"] <= s["to"] <= s["to_high"], s
    assert 0 < s["chance"] < 1 and s["triage"] in ("self_care", "routine", "urgent", "emergency"), s
for s in o["would_change_level"]: assert s["triage"] != o["triage"], s
for x in o["counterfactual"]:
    assert x["cause"] == o["causes"][0]["id"] and x["answer"] != x["instead"], x
    assert x["then"]["low"] <= x["then"]["value"] <= x["then"]["high"], x'
python3 - "$dir" <<'PY'
import json, sys
d = sys.argv[1]
o = json.load(open(d + '/out'))
a = json.load(open(d + '/a.json'))
value = {'yes': True, 'no': False}
s = o['would_change'][0]
more = dict(a, answers=dict(a['answers'], **{s['id']: value.get(s['answer'], s['answer'])}))
json.dump(more, open(d + '/more.json', 'w'))
x = o['counterfactual'][0]
other = dict(a, answers=dict(a['answers'], **{x['id']: value.get(x['instead'], x['instead'])}))
json.dump(other, open(d + '/other.json', 'w'))
json.dump([s['cause'], s['to'], s['to_low'], x['cause'], x['then']['value'], x['then']['high'], s['triage']], open(d + '/claims', 'w'))
PY
"$NIGGLE" --today 2026-03-01 assess --answers "$dir/more.json" --json >"$dir/more.out"
"$NIGGLE" --today 2026-03-01 assess --answers "$dir/other.json" --json >"$dir/other.out"
seen=$(python3 - "$dir" <<'PY'
import json, sys
d = sys.argv[1]
c = json.load(open(d + '/claims'))
more, other = json.load(open(d + '/more.out')), json.load(open(d + '/other.out'))
find = lambda o, k: next(x for x in o['causes'] if x['id'] == k)
assert abs(find(more, c[0])['p'] - c[1]) < 2e-6, (find(more, c[0]), c)
assert abs(find(more, c[0])['low'] - c[2]) < 2e-6 and more['triage'] == c[6], (find(more, c[0]), c)
assert abs(find(other, c[3])['p'] - c[4]) < 2e-6 and abs(find(other, c[3])['high'] - c[5]) < 2e-6, (find(other, c[3]), c)
print('good')
PY
)
[ "$seen" = good ] && ok "given that answer, the program says what was foretold" || not_ok "given that answer, the program says what was foretold" "$seen"
answers "$sitting" --json
same "asking for more leaves the rest as it was" "$dir/plain" "$dir/out"

# ---- why not ------------------------------------------------------------------------------
answers "$sitting" --json --why-not femoral_neck_bsi,dvt
said "--why-not: every condition named, honest about what cannot be ruled out" '
assert [w["id"] for w in o["why_not"]] == ["femoral_neck_bsi", "dvt"]
w = o["why_not"][0]
assert w["not_ruled_out_by_questions"] and w["level"] == "urgent" and w["settled_by"]["id"] == "im_mri_bone_stress", w
assert w["low"] <= w["p"] <= w["high"] and w["against"] and w["against"][0]["log_odds"] < 0
assert 0 < w["prior"] < 0.05 and w["rank"] > 1
assert w["settled_by"]["if_no"]["value"] < w["p"] < w["settled_by"]["if_yes"]["value"]
assert all(s["to"] > s["from"] for s in w["raised_by"])'
answers "$sitting" --why-not "deep gluteal syndrome"
prints "a name does as well" "Why not Deep gluteal syndrome"
prints "and it says where it stands" "It stands at "
answers "$sitting" --json --why-not "Delayed Onset Muscle soreness, DOMS,doms"
said "once, however it is called" 'assert [w["id"] for w in o["why_not"]] == ["doms"]'
answers '{"answers":{"sex_at_birth":"male"}}' --why-not pregnancy_pgp
prints "what cannot be says why" "It does not come into question, because you said"
answers "$sitting" --why-not femoral_neck_bs
refuses "a condition that is not known names the nearest" 2 'no condition is called "femoral_neck_bs"; the nearest is "femoral_neck_bsi"'
answers "$sitting" --why-not tendinopathy
refuses "a name that several have asks which" 2 'conditions, such as '
answers "$sitting" --why-not other_unmodelled
refuses "everything else is no condition" 2 'stands for everything that is not modelled'
answers "$sitting" --why-not "dvt,"
refuses "a name is missing" 2 "a condition's name is missing"

# ---- for a clinician -------------------------------------------------------------------------
exam='{"today":"2026-02-28","answers":{"site_mid_buttock":true,"site_below_knee":true,"agg_sit_30min":true,"st_slump":true,"ex_slump":true,"ex_fair":true,'$denied'}}'
answers "$exam" --json --clinician
said "--clinician: tests done and open, with accuracy, and imaging" '
k = o["clinician"]
assert len(k["leading"]) in (3, 4) and all("icd10" in c for c in k["leading"])
g = {x["id"]: x for x in k["given"]}
assert g["st_slump"]["replaced_by"] == "ex_slump" and g["st_slump"]["conditions"] == []
for c in g["ex_fair"]["conditions"]:
    assert c["pre_test"]["low"] <= c["pre_test"]["value"] <= c["pre_test"]["high"]
    if "sensitivity" not in c: continue
    s, f = c["sensitivity"]["value"], 1 - c["specificity"]["value"]
    assert abs(c["lr_positive"]["value"] - s / f) < 0.01 * s / f and isinstance(c["measured"], bool) and c["source"], c
assert {"exam", "imaging", "lab"} <= {t["kind"] for t in k["tests"]}
worth = [t["loss_drop"] / t["seconds"] for t in k["tests"]]
assert all(a >= b - 1e-6 for a, b in zip(worth, worth[1:]))
assert all(abs(t["positive"]["chance"] + t["negative"]["chance"] - 1) < 1e-4 for t in k["tests"])
assert isinstance(k["imaging"]["would_change_management"], bool)
assert {a["verdict"] for a in k["imaging"]["articles"]} >= {"OUTDATED", "SUPPORTED"}'
seen=$(python3 - "$dir" <<'PY'
import json, sys
d = sys.argv[1]
o = json.load(open(d + '/out'))
a = json.load(open(d + '/a.json'))
del a['answers']['ex_fair']
json.dump(a, open(d + '/without.json', 'w'))
g = next(x for x in o['clinician']['given'] if x['id'] == 'ex_fair')['conditions'][0]
print(g['id'], g['pre_test']['value'])
PY
)
"$NIGGLE" --today 2026-03-01 assess --answers "$dir/without.json" --json >"$dir/without.out"
p=$(python3 -c 'import json,sys; o=json.load(open(sys.argv[1])); i=sys.argv[2].split()[0]; print(i, next(c["p"] for c in o["causes"] if c["id"] == i))' "$dir/without.out" "$seen")
[ "$seen" = "$p" ] && ok "the pre-test probability is that of all other answers" || not_ok "the pre-test probability is that of all other answers" "$seen, expected $p"
answers "$exam" --clinician
prints "words: the code of a condition" "[G57.0]"
prints "words: likelihood ratios" "LR+ "
prints "words: what replaces what" "replaced by ex_slump, so not counted again"
prints "words: the verdict on imaging" "Imaging plays a crucial role (000): OUTDATED"
wide=$(python3 -c 'import sys; [print(l) for l in open(sys.argv[1], encoding="utf-8").read().split("\n") if len(l) > 80]' "$dir/out")
none "80 columns at most" "$wide"
answers "$exam" --clinician --explain --plain --why-not dvt
loose=$(grep -v "$(printf '\t')" "$dir/out")
none "--plain: every line is a record" "$loose"

# a clinician at a terminal: the questions first, then what was found
{ yes n | head -15; yes u | head -60; printf 'ex_slump y\nex_fir y\n99 y\n2\nl\n\n'; } >"$dir/keys"
run assess --clinician --input pipe --no-save --new --json <"$dir/keys"
gives "questions, then findings" 0 "Worth most now"
said "what was found counts" 'assert [g["id"] for g in o["clinician"]["given"]] == ["ex_slump"]'
grep -q 'no test of this list; the nearest id is ex_fair' "$dir/err" && ok "an id with a slip names the nearest" || not_ok "an id with a slip names the nearest" "$(tail -5 "$dir/err")"
grep -q 'Type y or n after the test: 2 y' "$dir/err" && ok "a test without a result is asked again" || not_ok "a test without a result is asked again" "$(tail -5 "$dir/err")"
finish
