#!/bin/sh
# niggle plan: from an assessment to a stage, to the next one, to the end.
. "${NIGGLE_SOURCE:=$(cd "$(dirname "$0")/../.." && pwd)}/tests/cli/lib.sh"
export NIGGLE_DB="$dir/care.db"

on() { # on DAY ARG...
    day=$1 && shift
    "$NIGGLE" --today "$day" "$@" >"$dir/out" 2>"$dir/err"
    code=$?
}
json() { # json SENTENCE EXPRESSION over the object o
    seen=$(python3 -c 'import json, sys; o = json.load(open(sys.argv[1])); print(bool(eval(sys.argv[2])))' "$dir/out" "$2" 2>&1)
    [ "$seen" = True ] && ok "$1" || not_ok "$1" "$2: $seen"
}
narrow() { # narrow SENTENCE: no line is wider than 80 columns
    wide=$(python3 -c 'import sys; print("".join(l for l in open(sys.argv[1], encoding="utf-8") if len(l.rstrip("\n")) > 80))' "$dir/out")
    none "$1" "$wide"
}
danger='"saddle_numb":false,"bladder_change":false,"bowel_change":false,"both_legs_neuro":false,"leg_weak_worse":false,"foot_weak":false,"cannot_bear_weight":false,"onset_fall_blow":false,"fever_chills":false,"fainted":false,"sudden_tearing_belly_back":false,"breathless_chest":false,"leg_swollen":false,"dark_urine":false,"night_unrelenting":false'
tendon="\"age_band\":\"50_59\",\"site_buttock_any\":true,\"site_sit_bone\":true,\"laterality\":\"one_side\",\"onset_type\":\"gradual\",\"duration_band\":\"1_to_6_weeks\",\"agg_sit_hard\":true,\"agg_run_fast_hill\":true,\"first_occurs\":\"start_of_run_then_eases\",\"worst_time\":\"sitting\",\"st_press_sit_bone\":true,\"st_one_leg_bridge\":true,\"bruise\":false,\"site_groin\":false,\"site_low_back\":false,\"tingling\":false,$danger"
check() { # check DAY ANSWERS [OPTION]
    printf '{"today":"%s","answers":{%s}}' "$1" "$2" >"$dir/answers.json"
    on "$1" assess --answers "$dir/answers.json" --save --quiet ${3-}
}

# ---- nothing there yet ---------------------------------------------------------
on 2026-03-01 plan
refuses "no database yet: nothing found, and where to begin" 4 "niggle assess"
[ -e "$NIGGLE_DB" ] && not_ok "looking makes no database" || ok "looking makes no database"
check 2026-03-01 "$tendon"
gives "an assessment is kept" 0

# ---- the first plan ---------------------------------------------------------------
on 2026-03-01 plan
gives "the plan is shown" 0
prints "its stage by name" "Stage 1 - isometric hold"
prints "an exercise with its dose" "Isometric prone leg curl: 5 x 45 s, daily"
prints "how it is done" "Lie face down with a strap"
prints "the running of the stage" "shortened by half"
prints "the pain limit with its source" "[S_SILBERNAGEL2007 S_GOOM2016]"
prints "when to move on" "[ ] sitting before pain rises by 2: 30 min or more"
prints "when to get help" "sudden pop, numbness"
prints "signs that need help at once, with sources" "dionne2019"
prints "whom to see" "book a physiotherapist or doctor"
narrow "80 columns"
on 2026-03-01 plan --json
json "JSON: stage and protocol by key" "o['stage']['id'] == 'pht1' and o['stage']['protocol'] == 'proximal_hamstring_tendinopathy'"
json "every exercise has a dose, words and a source" "len(o['exercises']) > 3 and all(e['how_to'] and e['sources'] and e['per_week'] for e in o['exercises'])"
json "limits, exits, running, review" "o['pain_rule']['run_max'] == 3 and len(o['move_on']) == 3 and o['run']['allowed'] == 'allowed' and o['review'] > '2026-03-01'"
json "nothing is proposed on the first day" "o['proposal'] is None"
cp "$dir/out" "$dir/first"
on 2026-03-01 plan --json
same "the same day gives the same bytes" "$dir/first" "$dir/out"
on 2026-03-01 plan --plain
prints "plain: one record a line" "$(printf 'stage\tpht1')"

on 2026-03-14 plan
prints "in the meantime the review is ahead" "Look at the whole plan again on Sunday 15 March."
on 2026-03-15 plan
prints "on its day it is due" "It is time to look at the whole plan again (Sunday 15 March): niggle assess."

# ---- moving on -------------------------------------------------------------------------
meet() { # meet DAY: all three marks
    on "$1" log daily 2 && on "$1" log bridge 5 && on "$1" log sitting 40
}
on 2026-03-04 plan --accept
refuses "nothing is proposed, so nothing can be taken" 4 "no change of plan is proposed"
meet 2026-03-04
meet 2026-03-05
on 2026-03-05 plan --json
json "24 hours apart is too soon" "o['proposal'] is None and all(m['met'] for m in o['move_on'])"
meet 2026-03-06
on 2026-03-06 plan
prints "48 hours apart: the next stage is proposed" "Next would be: Stage 2"
prints "with the marks ticked" "[x] sitting before pain rises by 2"
on 2026-03-06 plan --decline
gives "it may be declined" 0
on 2026-03-07 plan --json
json "and is then left alone for a week" "o['proposal'] is None and o['stage']['id'] == 'pht1'"
meet 2026-03-12
meet 2026-03-14
on 2026-03-14 plan --accept --json
json "accepted: the second stage, from that day" "o['stage']['id'] == 'pht2' and o['stage']['since'] == '2026-03-14' and o['stage']['step'] == 2"
on 2026-03-15 log pain 7 --during
on 2026-03-15 plan --json
json "pain over the limit proposes the way back" "o['proposal']['move'] == 'back' and o['proposal']['step'] == 1"
on 2026-03-15 plan --accept --json
json "and back it goes" "o['stage']['id'] == 'pht1'"

# ---- assessing again ------------------------------------------------------------------------
meet 2026-03-18 && meet 2026-03-20 && on 2026-03-20 plan --accept
check 2026-03-21 "$tendon"
on 2026-03-21 plan --json
json "the same picture again: the same episode, its stage kept" "o['episode'] == 1 and o['stage']['id'] == 'pht2' and o['stage']['since'] == '2026-03-20'"
check 2026-03-22 "$(echo "$tendon" | sed 's/"saddle_numb":false/"saddle_numb":true/')"
on 2026-03-22 plan --json
json "an emergency ends the exercises" "o['kind'] == 'help_now' and o['exercises'] == [] and o['run']['allowed'] == 'none' and o['see'] == 'now'"
json "and says what to do" "o['actions'][0]['urgency'] == 'emergency' and 'emergency department' in o['actions'][0]['action']"
on 2026-03-22 plan
prints "in words: what to do now" "What to do now"
prints "what to leave alone" "Running, jumping and hop tests."
if grep -q "start the plan now" "$dir/out"; then not_ok "nothing of the plan is left"; else ok "nothing of the plan is left"; fi
if grep -q "Exercises$" "$dir/out"; then not_ok "and no exercises"; else ok "and no exercises"; fi

# ---- two pains ----------------------------------------------------------------------------------
check 2026-03-23 "\"age_band\":\"50_59\",\"site_hip_any\":true,\"site_lateral_hip\":true,\"laterality\":\"one_side\",\"agg_lie_on_side\":true,\"agg_one_leg\":true,\"onset_type\":\"gradual\",$danger"
on 2026-03-23 plan
refuses "two open episodes: say which" 2 "say which with --episode NUMBER"
on 2026-03-23 plan --episode 2 --json
json "--episode chooses" "o['episode'] == 2 and 'lateral hip' in o['place']"
on 2026-03-23 plan --episode 9
refuses "an episode that is not there" 4 "there is no episode 9"
on 2026-03-23 plan --episode two
refuses "an episode is a number" 2 '"two"'
on 2026-03-23 plan --episode 1 --close
gives "an episode can be closed" 0
on 2026-03-23 plan --json
json "then the other is the only open one" "o['episode'] == 2"
on 2026-03-23 plan --episode 1 --close
refuses "closing twice" 4 "no open episode 1"
on 2026-03-23 plan --accept --close
refuses "one thing at a time" 2 "one at a time"

# ---- who and what else ----------------------------------------------------------------------------
fresh() { rm -f "$NIGGLE_DB"*; check 2026-04-01 "$1"; on 2026-04-01 plan --json; }
fresh "$(echo "$tendon" | sed 's/50_59/14_17/')"
json "a minor: with a carer, and looked at" "any('parent or carer' in w for w in o['why']) and o['see'] != 'none'"
fresh "$tendon,\"sex_at_birth\":\"female\",\"pregnancy_status\":\"pregnant\""
json "pregnancy: review before loading" "o['exercises'] == [] and any('pregnant' in w for w in o['why'])"
fresh "\"site_buttock_any\":true"
json "hardly any answer: only what suits all, and open safety questions said" "o['kind'] != 'stage' and o['safety_questions_open'] > 10"

json "then nothing is given as if cleared: no exercises, no running, and which questions are open" \
    "o['advice_held'] and o['exercises'] == [] and o['run']['allowed'] == 'none' and 'saddle_numb' in o['open_safety_questions']"
on 2026-04-01 plan
holds() { if tr '\n' ' ' <"$dir/out" | tr -s ' ' | grep -qF -- "$2"; then ok "$1"; else not_ok "$1" "$(cat "$dir/out")"; fi; }
holds "in words: the questions come first" "Answer these first"
holds "and what cannot harm" "No running and no exercises."
on 2026-04-01 plan --accept
refuses "nor is a step on taken" 4 "no change of plan is proposed"

# ---- knowledge that changed ------------------------------------------------------------------------
fresh "$tendon"
python3 - "$NIGGLE_DB" <<'PY'
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
db.execute("UPDATE assessment SET knowledge = '0123456789abcdef', answers = json_set(answers, '$.a_question_of_old', json('true'))")
db.execute("UPDATE plan SET knowledge = '0123456789abcdef', stage = 'a_stage_of_old'")
db.commit()
PY
on 2026-04-01 plan
gives "a plan made with older knowledge is made again" 0
prints "and says so" "older version of the knowledge"
finish
