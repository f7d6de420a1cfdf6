#!/bin/sh
# niggle assess --answers FILE: the documented object, and one clear sentence
# for everything that can be wrong with a file of answers.
. "${NIGGLE_SOURCE:=$(cd "$(dirname "$0")/../.." && pwd)}/tests/cli/lib.sh"

file() { printf '%s' "$1" >"$dir/a.json"; }
answers() { file "$1" && shift && run assess --answers "$dir/a.json" "$@"; }

# ---- the contract -----------------------------------------------------------
answers '{"today":"2026-02-28","prior":"clinic","answers":{"age_band":"50_59","site_sit_bone":true,"agg_cough":false,"weekly_km":40}}' --json
gives "a file of answers is weighed" 0
[ -s "$dir/err" ] && not_ok "nothing on stderr" "$(cat "$dir/err")" || ok "nothing on stderr"
cat >"$dir/check.py" <<'PY'
import json, sys
o = json.load(open(sys.argv[1]), object_pairs_hook=lambda p: dict(p))
keys = list(o)
assert keys[:8] == ['knowledge', 'triage', 'red_flags', 'causes', 'other', 'fit', 'next', 'stop'], keys
assert len(o['knowledge']) == 16 and int(o['knowledge'], 16) >= 0
assert o['triage'] in ('self_care', 'routine', 'urgent', 'emergency')
assert [list(c)[:5] for c in o['causes']] == [['id', 'p', 'low', 'high', 'first']] * len(o['causes'])
p = [c['p'] for c in o['causes']]
assert p == sorted(p, reverse=True) and all(0 <= x <= 1 for x in p)
assert len(p) > 50 and len({c['id'] for c in o['causes']}) == len(p)
assert all(0 <= c['low'] <= c['high'] <= 1 and 0 <= c['first'] <= 1 for c in o['causes'])
assert abs(sum(c['first'] for c in o['causes']) - 1) < 0.02
assert 0 <= o['other'] <= 1 and 0 <= o['fit'] <= 1
assert list(o['next'])[:3] == ['id', 'bits', 'seconds'] and isinstance(o['stop'], bool)
assert o['prior'] == sys.argv[2] and o['today'] == sys.argv[3], (o['prior'], o['today'])
order = ['emergency', 'urgent', 'routine', 'self_care']
u = [order.index(r['urgency']) for r in o['red_flags']]
assert u == sorted(u) and all(r['action'] and r['id'] for r in o['red_flags'])
print('good')
PY
contract() { # contract SENTENCE PRIOR DAY
    seen=$(python3 "$dir/check.py" "$dir/out" "$2" "$3" 2>&1)
    [ "$seen" = good ] && ok "$1" || not_ok "$1" "$seen"
}
contract "the object is the documented one" clinic 2026-02-28
cp "$dir/out" "$dir/first"
answers '{"today":"2026-02-28","prior":"clinic","answers":{"age_band":"50_59","site_sit_bone":true,"agg_cough":false,"weekly_km":40}}' --json
same "the same answers give the same bytes" "$dir/first" "$dir/out"
answers '{"answers":{"weekly_km":40,"agg_cough":false,"site_sit_bone":true,"age_band":"50_59","lump":null},"prior":"clinic","today":"2026-02-28"}' --json
same "order does not matter, and null is left out" "$dir/first" "$dir/out"
run assess --answers - --json <"$dir/a.json"
same "- is standard input" "$dir/first" "$dir/out"
answers '{"answers":{}}' --json
contract "no answer at all: the usual prior, the day of the clock" runner 2026-03-01
answers '{"answers":{},"prior":"runner"}' --json --prior neutral
contract "--prior goes before the file" neutral 2026-03-01
answers '{"answers":{"saddle_numb":true,"lump":true,"site_buttock_any":true}}' --json
contract "red flags, most urgent first" runner 2026-03-01
prints "an emergency rule makes an emergency" '"triage":"emergency","red_flags":[{"id":"rf_cauda_equina","urgency":"emergency","action":"Go to an emergency'
answers '{"answers":{"site_sit_bone":true,"site_buttock_any":true}}' --json --why
prints "--why explains in JSON" '"why":[{"id":'

# ---- words ----------------------------------------------------------------------
answers '{"answers":{"saddle_numb":true,"site_buttock_any":true}}'
gives "words: an emergency" 0
[ "$(head -1 "$dir/out")" = "GET HELP NOW" ] && ok "danger is the first line" || not_ok "danger is the first line" "$(cat "$dir/out")"
sed -n 2p "$dir/out" | grep -q "Go to an emergency department now" && ok "then what to do" || not_ok "then what to do" "$(cat "$dir/out")"
prints "then why, in the runner's own words" 'you said yes to "Is there numbness'
prints "who decides" "Niggle informs; a clinician decides. Knowledge "
wide=$(python3 -c 'import sys; [print(l) for l in open(sys.argv[1], encoding="utf-8").read().split("\n") if len(l) > 80]' "$dir/out")
none "80 columns at most" "$wide"
grep -qiE 'diagnos|patient|unfortunately|worry|you have ' "$dir/out" && not_ok "calm words" "$(cat "$dir/out")" || ok "calm words"
answers '{"answers":{"site_buttock_any":true,"agg_sit_hard":true}}'
prints "open safety questions are named" "Some safety questions are open, so this is no all-clear."
answers '{"answers":{"saddle_numb":true,"site_buttock_any":true}}' --plain
loose=$(grep -v "$(printf '\t')" "$dir/out")
none "--plain: every line is a record" "$loose"
prints "--plain says what to do" "$(printf 'do\tGo to an emergency department now')"

answers '{"answers":{"onset_type":"sudden_while_running","settle_time":"minutes","duration_band":"over_3_months","worst_time":"sitting","agg_sit_hard":false,"agg_sit_30min":false,"ease_sit_bend":true,"ease_stand_walk":true,"site_buttock_any":false,"site_hip_any":false,"site_thigh_any":false,"night_wakes_second_half":true,"morning_stiff_30":false,"cyclical_period":true,"sex_at_birth":"male"}}'
prints "answers that contradict: the picture does not fit" "Your answers do not fit any cause we know well, so have someone look at it."

# ---- what can be wrong --------------------------------------------------------------
bad() { # bad SENTENCE JSON WORDS
    answers "$2" --json
    refuses "$1" 1 "$3"
}
bad "an unknown id names the nearest" '{"answers":{"site_sitbone":true}}' 'no question has the id "site_sitbone"; the nearest is "site_sit_bone"'
bad "an unknown option names the nearest" '{"answers":{"age_band":"50-59"}}' '"age_band" has no option "50-59"; the nearest is "50_59"'
bad "an option where yes or no belongs" '{"answers":{"site_sit_bone":"yes"}}' '"site_sit_bone" is answered true, false or null, not "yes"'
bad "yes where an option belongs" '{"answers":{"age_band":true}}' '"age_band" is answered with one of its options'
bad "text where a number belongs" '{"answers":{"weekly_km":"40"}}' '"weekly_km" is answered with a number, not "40"'
bad "a number out of range" '{"answers":{"pain_severity":11}}' '"pain_severity" is 11; it goes from 0 to 10'
bad "an id twice" '{"answers":{"lump":true,"lump":false}}' 'lump'
bad "not JSON" 'age_band: 50' 'line 1, column'
bad "JSON cut short" '{"answers":{"lump":' 'line 1, column'
bad "nothing in it" '' 'the answers are empty'
bad "no answers in it" '{"today":"2026-02-28"}' '"answers" must be an object'
bad "a list" '[1,2]' 'must be an object'
bad "a day that cannot be" '{"today":"2026-02-30","answers":{}}' '"2026-02-30", which is not a day'
bad "a day in the future" '{"today":"2027-03-01","answers":{}}' '"today" is 2027-03-01, which is in the future: it is 2026-03-01 now'
bad "an unknown prior" '{"prior":"runer","answers":{}}' '"runer" is no prior; the nearest is "runner"'
bad "escapes do not reach the terminal" '{"answers":{"\u001b[31mx":true}}' 'no question has the id "?[31mx"'
grep -qF "$dir/a.json: " "$dir/err" && ok "the sentence names the file" || not_ok "the sentence names the file" "$(cat "$dir/err")"
run assess --answers "$dir/none.json" --json
refuses "a missing file" 1 "there is no file $dir/none.json."
run assess --answers "$dir" --json
refuses "a folder" 1 "$dir is a folder, not a file."
run assess --answers "" --json
refuses "no name" 1 "the name of the file is empty."
ln -s loop "$dir/loop"
run assess --answers "$dir/loop" --json
refuses "a link to itself" 1 "$dir/loop cannot be opened"
if [ "$(id -u)" != 0 ]; then
    chmod 0 "$dir/a.json"
    run assess --answers "$dir/a.json" --json
    refuses "a file that may not be read" 1 "cannot be opened: Permission denied"
    rm -f "$dir/a.json"
else
    skip "a file that may not be read" "root may read everything"
fi
run assess --answers /dev/zero --json
refuses "a file without end" 1 "is larger than"
head -c 2000 /dev/urandom >"$dir/a.json"
run assess --answers "$dir/a.json" --json
gives "bytes that mean nothing" 1 "not sound JSON"
run assess --answers - --json </dev/null
refuses "empty standard input" 1 "standard input: the answers are empty."
run assess --answers "$dir/a.json" --prior doctor
refuses "--prior nobody knows" 2 '"doctor" is no prior'
run assess "$dir/a.json"
refuses "a file without --answers" 2 'a file goes after --answers'
finish
