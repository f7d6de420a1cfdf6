#!/bin/sh
# niggle forecast: danger first, no number without data, choices in words, the
# limit, and chances that behave: an invented runner with a hundred days of
# watch files and notes.
. "${NIGGLE_SOURCE:=$(cd "$(dirname "$0")/../.." && pwd)}/tests/cli/lib.sh"
export NIGGLE_DB="$dir/care.db"
json() { # json SENTENCE EXPRESSION over the object o
    seen=$(python3 -c 'import json, sys; o = json.load(open(sys.argv[1])); print(bool(eval(sys.argv[2])))' "$dir/out" "$2" 2>&1)
    [ "$seen" = True ] && ok "$1" || not_ok "$1" "$2: $seen"
}
on() { day=$1 && shift; "$NIGGLE" --today "$day" "$@" >"$dir/out" 2>"$dir/err"; code=$?; }
danger='"saddle_numb":false,"bladder_change":false,"bowel_change":false,"both_legs_neuro":false,"leg_weak_worse":false,"foot_weak":false,"cannot_bear_weight":false,"onset_fall_blow":false,"fever_chills":false,"fainted":false,"sudden_tearing_belly_back":false,"breathless_chest":false,"leg_swollen":false,"dark_urine":false,"night_unrelenting":false'
answers() { # answers DAY DANGER
    printf '{"today":"%s","answers":{"age_band":"50_59","site_buttock_any":true,"site_sit_bone":true,"laterality":"one_side","onset_type":"gradual","duration_band":"1_to_6_weeks","agg_sit_hard":true,"agg_run_fast_hill":true,"first_occurs":"start_of_run_then_eases","worst_time":"sitting","st_press_sit_bone":true,"st_one_leg_bridge":true,"bruise":false,"site_groin":false%s}}' "$1" "$2" >"$dir/a.json"
}

run forecast
refuses "before any episode: nothing found, and where to begin" 4 "niggle assess"
answers 2025-12-20 ",$danger"
on 2025-12-20 assess --answers "$dir/a.json" --save --quiet
run forecast
gives "an episode without notes: no failure" 0
prints "but no number" "Not enough data for a forecast yet."
prints "and what to do" "It needs 20 days with your pain noted"
none "no chance in it" "$(grep -E '1 in [0-9]|%' "$dir/out")"
run forecast --json
json "as JSON neither" "o['hold'] == 'not_enough_data' and 'days' not in o and o['data']['noted_days'] == 0"
run forecast --plain
prints "nor plain" "$(printf 'hold\tnot_enough_data')"

# a runner: Tuesday, Thursday, Sunday; a sore day now and then
python3 - "$dir" <<'PY'
import datetime, sys
start, runs = datetime.date(2025, 12, 20), []
for t in range(72):
    day = start + datetime.timedelta(days=t)
    km = {1: 7, 3: 8, 6: 13}.get(day.weekday(), 0)
    if km: runs.append(f"{day} 07:40 easy {km} 6:00")
open(sys.argv[1] + "/plan", "w").write("\n".join(runs) + "\n")
PY
"${NIGGLE_BUILD:-$NIGGLE_SOURCE/build}/tools/mkrun" --out "$dir/files" --quiet <"$dir/plan"
run import "$dir/files"
gives "its runs come in" 0
n=0
while [ $n -lt 19 ]; do
    on "$(python3 -c "import datetime; print(datetime.date(2026, 3, 1) - datetime.timedelta(days=$n))")" log pain $((n % 9 == 4 ? 4 : 1)) --morning
    n=$((n + 1))
done
run forecast
prints "nineteen noted days are too few" "there are 19"
on 2026-02-10 log pain 2 --morning
run forecast
gives "twenty are enough" 0
prints "a headline" "Flare-up forecast"
prints "what a flare-up is, and the usual" "or more above your usual, now 1 of 10, or a run it cuts short."
prints "what it rests on" "From 20 days with pain noted, 2 flare-ups"
prints "and on whom it was tested" "invented runners only (docs/forecast.md)"
[ "$(grep -cE '^  (Mon|Tue|Wed|Thu|Fri|Sat|Sun) 03-' "$dir/out")" = 14 ] && ok "fourteen days" || not_ok "fourteen days" "$(cat "$dir/out")"
none "80 columns" "$(python3 -c 'import sys; print("".join(l for l in open(sys.argv[1], encoding="utf-8") if len(l.rstrip("\n")) > 80))' "$dir/out")"
run forecast --json
json "chances with their intervals, and growing" "all(0 < d['flare_up']['low'] <= d['flare_up']['p'] <= d['flare_up']['high'] < 1 for d in o['days']) and all(a['by_then']['p'] <= b['by_then']['p'] for a, b in zip(o['days'], o['days'][1:]))"
json "the last two weeks once more" "[round(d['easy_km']) > 0 for d in o['days']] == [d in (1, 3, 6, 8, 10, 13) for d in range(14)]"
json "the largest next run is within ten per cent of the longest" "0 < o['largest_next_run']['km'] <= 1.1 * o['largest_next_run']['longest_30_days_km'] + 0.01"
cp "$dir/out" "$dir/first"
run forecast --json
same "the same question, the same bytes" "$dir/first" "$dir/out"

# ---- what if -------------------------------------------------------------------------
run forecast --json --if "sunday rest" --if "sunday 13km easy" --if "Sonntag 26 km" --if "sunday 26km, monday 20km fast"
gives "four choices" 0
json "more is never less" "[c['in_14_days']['p'] for c in o['choices']] == sorted(c['in_14_days']['p'] for c in o['choices'])"
json "the day's name is the runner's own" "o['choices'][2]['runs'][0]['name'] == 'sonntag' and o['choices'][2]['runs'][0]['day'] == '2026-03-08'"
json "a run beyond 110 % of the longest is said to be" "[c['longest_run_rule_broken'] for c in o['choices']] == [False, False, True, True]"
json "the best keeps to the rule and runs most" "o['best'] == 'sunday 13km easy'"
run forecast --if "sunday 13km" --if "sunday 5km"
prints "in words" "Best of these: 1, the most running within the limits."
run forecast --limit 0.1% --json
json "below what rest leaves: no next run" "o['largest_next_run']['km'] is None and o['largest_next_run']['bound_by'] == 'rest_is_over' and o['limit'] == 0.001"
run forecast --plain --if "sunday 13km"
prints "plain: one record a line" "$(printf 'choice\tsunday 13km\t0.')"

# ---- what is refused -------------------------------------------------------------------
run forecast --if "sundy 13km"
refuses "a day that is none" 2 'did you mean "sunday"?'
run forecast --if "sunday 13 furlongs"
refuses "a unit that is none" 2 '"furlongs" is no unit'
run forecast --if "sunday"
refuses "no amount" 2 "say how much on sunday"
run forecast --if "today 5km"
refuses "today is for another verb" 2 "niggle today"
run forecast --limit 2
refuses "a limit that is no chance" 2 "--limit takes a chance between 0 and 1"
run forecast sunday
refuses "a word too many" 2 "a plan goes after --if"

# ---- stopped runs, and danger first --------------------------------------------------------
run log stopped 1
gives "a run that pain cut short can be noted" 0
run forecast --json
json "it is a flare-up" "o['data']['flare_ups'] == 3 and o['data']['in_flare']"
run log sign numb
run forecast
prints "a new sign: have it looked at first" "Have it looked at first"
none "and no chance" "$(grep -E '1 in [0-9]' "$dir/out")"
run log sign numb --no
answers 2026-03-01 ""
run assess --answers "$dir/a.json" --save --quiet
run forecast --json
json "open safety questions come first" "o['hold'] in ('questions', 'get_seen') and 'days' not in o"
answers 2026-03-01 ",$(echo "$danger" | sed 's/"saddle_numb":false/"saddle_numb":true/')"
run assess --answers "$dir/a.json" --save --quiet
run forecast
prints "an emergency is the whole of it" "Get help now"
none "with no chance" "$(grep -E '1 in [0-9]' "$dir/out")"
finish
