#!/bin/sh
# Time: follow-ups of an episode, and the history of what was thought of it.
. "${NIGGLE_SOURCE:=$(cd "$(dirname "$0")/../.." && pwd)}/tests/cli/lib.sh"
export NIGGLE_DB="$dir/care.db"
p_of() { # p_of FILE ID: probability of a cause in a JSON output
    python3 -c 'import json, sys; print(next(c["p"] for c in json.load(open(sys.argv[1]))["causes"] if c["id"] == sys.argv[2]))' "$1" "$2"
}
higher() { # higher SENTENCE A B
    if python3 -c 'import sys; sys.exit(not float(sys.argv[1]) > float(sys.argv[2]))' "$2" "$3"; then ok "$1"; else not_ok "$1" "$2, $3"; fi
}
day() { run --today "$@"; } # the last --today counts

run assess --follow-up --answers /dev/null
refuses "nothing to follow up before any episode" 1 "the answers are empty"
run assess --follow-up --input pipe </dev/null
refuses "nor to ask about" 4 "niggle assess"
run assess --history
refuses "nor any history" 4 "niggle assess"

# ---- days since it began ---------------------------------------------------------------
for d in 2 9 30; do
    printf '{"answers":{"site_both_glutes_diffuse":true,"onset_type":"next_day_after_effort","days_since_onset":%s}}' $d >"$dir/$d.json"
    run assess --answers "$dir/$d.json" --json && cp "$dir/out" "$dir/day$d"
done
higher "soreness on day 2 before day 9" "$(p_of "$dir/day2" doms)" "$(p_of "$dir/day9" doms)"
higher "and on day 9 before day 30" "$(p_of "$dir/day9" doms)" "$(p_of "$dir/day30" doms)"
printf '{"answers":{"days_since_onset":-1}}' >"$dir/bad.json"
run assess --answers "$dir/bad.json"
refuses "it cannot begin tomorrow" 1 "it goes from 0 to 20000 days"

# ---- a follow-up from a file -------------------------------------------------------------
printf '{"answers":{"site_sit_bone":true,"laterality":"one_side","agg_sit_hard":true,"days_since_onset":4,"saddle_numb":false}}' >"$dir/first.json"
run assess --answers "$dir/first.json" --save --json && cp "$dir/out" "$dir/look1"
gives "a first look is kept" 0
printf '{"today":"2026-03-15","follow_up":{"change":"gone","load":"ran_less"}}' >"$dir/gone.json"
day 2026-03-15 assess --follow-up --answers "$dir/gone.json" --json --no-save && cp "$dir/out" "$dir/look2"
gives "two weeks later" 0
higher "gone in two weeks is less like a tendon" "$(p_of "$dir/look1" proximal_hamstring_tendinopathy)" "$(p_of "$dir/look2" proximal_hamstring_tendinopathy)"
run assess --history --json
[ "$(grep -o '"date"' "$dir/out" | wc -l)" = 1 ] && ok "--no-save keeps nothing" || not_ok "--no-save keeps nothing" "$(cat "$dir/out")"
printf '{"follow_up":{"change":"same","days":14,"load":"ran_less","return":"came_back"}}' >"$dir/same.json"
day 2026-03-15 assess --follow-up --answers "$dir/same.json" --json && cp "$dir/out" "$dir/look3"
gives "no better after two weeks" 0 "Kept"
higher "no better is more like a tendon than gone" "$(p_of "$dir/look3" proximal_hamstring_tendinopathy)" "$(p_of "$dir/look2" proximal_hamstring_tendinopathy)"
grep -q saddle_numb "$dir/look3" && ok "a safety question answered no then is open now" || not_ok "a safety question answered no then is open now" "$(head -c 600 "$dir/look3")"
printf '{"follow_up":{"change":"soso"}}' >"$dir/bad.json"
day 2026-03-15 assess --follow-up --answers "$dir/bad.json"
refuses "a change nobody knows" 1 "\"fu_change\" has no option \"soso\""
printf '{"follow_up":{"chang":"same"}}' >"$dir/bad.json"
day 2026-03-15 assess --follow-up --answers "$dir/bad.json"
refuses "a part nobody knows" 1 "there are change, days, load and return"
printf '{"follow_up":["same"]}' >"$dir/bad.json"
run assess --answers "$dir/bad.json"
refuses "a list is no follow-up" 1 "\"follow_up\" must be an object"
day 2026-02-01 assess --follow-up --answers "$dir/same.json"
refuses "a follow-up lies after the first look" 2 "was assessed on 2026-03-01, which is later"

# ---- the history ----------------------------------------------------------------------------
day 2026-03-20 assess --history
gives "the history of an episode" 0
prints "opens with the first look" "Sunday 1 March"
prints "then the second" "Sunday 15 March"
prints "what moved" "Moved:"
prints "and why" "about the same"
python3 -c 'import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute("UPDATE assessment SET knowledge = ?, causes = ? WHERE id = 1", ("0123456789abcdef", "[{\"id\":\"doms\",\"p\":0.9,\"low\":0.5,\"high\":1},{\"id\":\"no_such_cause\",\"p\":0.1}]")); c.commit()' "$NIGGLE_DB"
day 2026-03-20 assess --history
prints "what was told with other knowledge stays as it was told" "90 % (50 to 100 %) Delayed onset muscle soreness; today's knowledge would say"
prints "and is marked" "Worked out with other knowledge (0123456789abcdef; now"
prints "what is not known any more is counted" "1 of its entries"
day 2026-03-20 assess --history --json
python3 - "$dir/out" <<'PY' && ok "JSON has every look, its knowledge and what today's makes of it" || not_ok "JSON has every look, its knowledge and what today's makes of it" "$(cat "$dir/out")"
import json, sys
h = json.load(open(sys.argv[1]))
a, b = h["history"]
assert a["date"] == "2026-03-01" and a["knowledge"] == "0123456789abcdef" and not a["knowledge_is_todays"]
assert a["causes"][0]["id"] == "doms" and a["causes"][0]["p"] == 0.9 and 0 < a["causes"][0]["p_with_todays_knowledge"] < 0.9
assert b["knowledge_is_todays"] and b["causes"][0]["p_with_todays_knowledge"] is None
assert any(m["id"] == "doms" and m["by"] < 0 for m in b["moved"])
assert {"finding": "fu_change", "before": None, "now": "same"} in b["because"]
PY

# ---- asking -------------------------------------------------------------------------------------
for d in 03-01 03-02 03-03; do day 2026-$d log pain 6 --daily >/dev/null; done
for d in 03-18 03-19 03-20; do day 2026-$d log pain 2 --daily >/dev/null; done
yes u | head -200 >"$dir/noes"
{ printf 'y\n2\n1\n'; cat "$dir/noes"; } >"$dir/typed"
day 2026-03-20 assess --follow-up --input pipe <"$dir/typed"
gives "asked at a terminal" 0 "Your notes: worst pain in daily life about 6 at first and 2 now"
gives "what the notes say is offered in words" 0 "much better"
gives "the return to running is asked once it had eased" 0 "did it come back when you ran again"
gives "the safety questions come again" 0 "afety"
day 2026-03-20 assess --history --json
grep -q '"finding":"fu_change","before":"same","now":"much_better"' "$dir/out" && ok "and the answer is kept" || not_ok "and the answer is kept" "$(tail -c 900 "$dir/out")"
printf 'y\n2\n' >"$dir/typed"
day 2026-03-21 assess --follow-up --input pipe <"$dir/typed"
gives "an input that ends keeps nothing" 1 "nothing was kept"
finish
