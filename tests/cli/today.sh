#!/bin/sh
# niggle today: a colour and a word, the facts, the chain of rules, exit codes.
. "${NIGGLE_SOURCE:=$(cd "$(dirname "$0")/../.." && pwd)}/tests/cli/lib.sh"
export NIGGLE_DB="$dir/care.db"
on() { day=$1 && shift; "$NIGGLE" --today "$day" "$@" >"$dir/out" 2>"$dir/err"; code=$?; }
json() { # json SENTENCE EXPRESSION over the object o
    seen=$(python3 -c 'import json, sys; o = json.load(open(sys.argv[1])); print(bool(eval(sys.argv[2])))' "$dir/out" "$2" 2>&1)
    [ "$seen" = True ] && ok "$1" || not_ok "$1" "$2: $seen"
}
state() { # state SENTENCE DAY STATE CODE RULE
    on "$2" today --json --exit-code
    [ "$code" = "$4" ] || not_ok "$1: exit code $4" "exit $code $(cat "$dir/err")"
    json "$1" "o['state'] == '$3' and o['decided_by'] == ($5) and o['day'] == '$2' and o['expires'] > o['day'] and 1 <= len(o['why']) <= 2 and o['do'] and o['change']"
}
danger='"saddle_numb":false,"bladder_change":false,"bowel_change":false,"both_legs_neuro":false,"leg_weak_worse":false,"foot_weak":false,"cannot_bear_weight":false,"onset_fall_blow":false,"fever_chills":false,"fainted":false,"sudden_tearing_belly_back":false,"breathless_chest":false,"leg_swollen":false,"dark_urine":false,"night_unrelenting":false'
printf '{"today":"2026-03-01","answers":{"age_band":"50_59","site_buttock_any":true,"site_sit_bone":true,"laterality":"one_side","onset_type":"gradual","duration_band":"1_to_6_weeks","agg_sit_hard":true,"agg_run_fast_hill":true,"first_occurs":"start_of_run_then_eases","worst_time":"sitting","st_press_sit_bone":true,"st_one_leg_bridge":true,"bruise":false,"site_groin":false,%s}}' "$danger" >"$dir/a.json"

on 2026-03-01 today
refuses "no episode: nothing found, and where to begin" 4 "niggle assess"
on 2026-03-01 assess --answers "$dir/a.json" --save --quiet
gives "an episode begins" 0

state "without a check-in nobody is sent running" 2026-03-01 rest 11 "'not_asked'"
json "and it asks" "o['ask'] == 'nprs_morning'"
on 2026-03-01 log pain 2 --morning
state "a good morning: run" 2026-03-01 run 0 "None"
on 2026-03-01 today
gives "the state is no exit code unless asked for" 0
head -1 "$dir/out" | grep -q "run (green)" && ok "colour and word on the first line" || not_ok "colour and word on the first line" "$(cat "$dir/out")"
prints "what to do" "Run as planned: Flat, slow, shortened by half"
prints "an exercise with its dose" "Isometric prone leg curl: 5 x 45 s"
prints "the fact that decided" "Pain or stiffness on getting up today: 2 of 10; the running limit is 3."
prints "what would change it" "More than 5 of 10"
prints "where the limits come from" "S_SILBERNAGEL2007"
none "80 columns" "$(python3 -c 'import sys; print("".join(l for l in open(sys.argv[1], encoding="utf-8") if len(l.rstrip("\n")) > 80))' "$dir/out")"
if grep -q "$(printf '\033')" "$dir/out"; then not_ok "no colour codes in a file"; else ok "no colour codes in a file"; fi
on 2026-03-01 log pain 3 --during
on 2026-03-01 today
prints "after a run it does not send out again" "You ran today. That is enough running for one day."
state "the next day it asks again" 2026-03-02 rest 11 "'not_asked'"
echo "2026-03-02 07:40 easy 8.0 6:10" | "${NIGGLE_BUILD:-$NIGGLE_SOURCE/build}/tools/mkrun" --out "$dir/files" --quiet
on 2026-03-02 import "$dir/files"
on 2026-03-02 today
prints "a recorded run without a word about it is asked for" "km today felt: niggle log pain N --during"
on 2026-03-02 log pain 4 --during
on 2026-03-02 today --json
json "once noted it is not" "o['unnoted_run'] is None and o['ran_today'] is True"
on 2026-03-02 report --json
json "the run stands in the clinician's timeline" "7.5 < o['weeks'][-1]['km'] < 8.5 and o['weeks'][-1]['runs'] == 1"
on 2026-03-02 log pain 2 --morning
state "an amber run: adapt" 2026-03-02 adapt 10 "'amber_run'"
on 2026-03-03 log pain 6 --during && on 2026-03-03 log pain 1
state "a red run: rest" 2026-03-03 rest 11 "'red_run'"
json "resting for pain keeps only the holds" "all(e['id'].startswith('iso_') for e in o['exercises'])"
on 2026-03-04 log pain 1 --morning && on 2026-03-04 log pain 6 --during
state "a second red run within a week: get seen" 2026-03-04 get_seen 12 "'red_twice'"
json "and no exercises" "o['exercises'] == []"
on 2026-03-12 log pain 1 --morning
state "a week later it has passed" 2026-03-12 run 0 "None"
on 2026-03-13 log pain 5 --morning
state "a morning far above usual: rest" 2026-03-13 rest 11 "'rise_big'"
on 2026-03-14 log pain 0 --morning && on 2026-03-14 log sign pop
state "a new sign outranks a painless morning" 2026-03-14 get_seen 12 "'sign'"
on 2026-03-14 today --explain
prints "--explain: the rule that decided is marked" "* a new danger sign was noted: yes, so get seen."
[ "$(grep -cE '^  [*-] .*: (yes|no|not known)' "$dir/out")" -ge 16 ] && ok "--explain: every rule" || not_ok "--explain: every rule" "$(cat "$dir/out")"
on 2026-03-14 log sign pop --no
state "taken back, it is gone" 2026-03-14 run 0 "None"
on 2026-03-14 log pain 9
state "pain of 8 or more: get seen" 2026-03-14 get_seen 12 "'severe'"
sed -i 's/2026-03-01/2026-03-14/' "$dir/a.json"
on 2026-03-14 assess --answers "$dir/a.json" --save --quiet
state "after a new check the pain limit still holds" 2026-03-14 rest 11 "'over_limit'"
state "three weeks without a note: it asks" 2026-04-05 rest 11 "'not_asked'"
on 2026-04-05 today --plain
prints "plain: one record a line" "$(printf 'state\trest\tblue')"
sed -i 's/2026-03-14/2026-04-06/; s/"saddle_numb":false/"saddle_numb":true/' "$dir/a.json"
on 2026-04-06 assess --answers "$dir/a.json" --save --quiet
on 2026-04-06 log pain 0 --morning
state "an emergency is the whole of it" 2026-04-06 get_seen 12 "'danger'"
on 2026-04-06 today
prints "what to do comes from the rule" "emergency department"
cat >"$dir/terminal.py" <<'PY'
import os, pty, sys
pid, fd = pty.fork()
if pid == 0:
    os.execv(sys.argv[1], sys.argv[1:3 + 2])
seen = b''
typed = sys.argv[5:]
while True:
    try:
        got = os.read(fd, 4096)
    except OSError:
        break
    if not got:
        break
    seen += got
    if seen.endswith(b'> ') and typed:
        os.write(fd, typed.pop(0).encode() + b'\n')
sys.stdout.write(seen.decode().replace('\r', ''))
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
PY
sed -i 's/2026-04-06/2026-05-01/; s/"saddle_numb":true/"saddle_numb":false/' "$dir/a.json"
on 2026-05-01 assess --answers "$dir/a.json" --save --quiet
TERM=dumb python3 "$dir/terminal.py" "$NIGGLE" --today 2026-05-02 today 11 1 >"$dir/out" 2>"$dir/err"
prints "on a terminal it asks" "Pain or stiffness on getting up today, 0 (none) to 10 (the worst)?"
prints "again when that is no number from 0 to 10" "A number from 0 to 10, please."
prints "and then says what to do" "run (green)"
on 2026-05-02 today --json
json "the answer is kept" "o['state'] == 'run' and o['ask'] is None"
TERM=dumb python3 "$dir/terminal.py" "$NIGGLE" --today 2026-05-03 today '' >"$dir/out" 2>"$dir/err"
prints "Enter is not now" "rest (blue)"
on 2026-05-03 today tomorrow
refuses "a word too many" 2 '"tomorrow"'
finish
