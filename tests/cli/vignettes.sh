#!/bin/sh
# niggle vignettes: the guideline pictures are asserted; published cases run
# where they are and print their figures, so that nobody tunes to them.
. "${NIGGLE_SOURCE:=$(cd "$(dirname "$0")/../.." && pwd)}/tests/cli/lib.sh"
pictures="$NIGGLE_SOURCE/tests/vignettes/pictures.jsonl"

# ---- the 204 pictures ------------------------------------------------------------
run vignettes "$pictures" --rules-only --json
gives "rules and danger score alone" 0
wrong=$(python3 -c '
import json, sys
o = json.load(open(sys.argv[1]))
assert len(o["cases"]) == 204, len(o["cases"])
for c in o["cases"]:
    if c["given"] != c["triage"] or c["rules"] != c["triage"]: print(c["id"], c["triage"], c["given"])
t = o["total"]
assert (t["cases"], t["malformed"], t["exact_triage"]["k"], t["exact_triage"]["n"]) == (204, 0, 204, 204), t
assert "top1" not in t and t["emergency_missed"]["n"] == 67
' "$dir/out" 2>&1)
none "rules and danger score give each of 204 pictures exactly its level" "$wrong"
run vignettes "$pictures" --json
gives "the whole assessment" 0
wrong=$(python3 -c '
import json, sys
order = ["self_care", "routine", "urgent", "emergency"]
o = json.load(open(sys.argv[1]))
assert len(o["cases"]) == 204
for c in o["cases"]:
    if order.index(c["given"]) < order.index(c["triage"]): print(c["id"], c["triage"], c["given"])
    if c["rules"] != c["triage"]: print(c["id"], "rules", c["rules"])
assert o["total"]["under_triage"]["k"] == 0 and o["total"]["top1"]["n"] == 0
' "$dir/out" 2>&1)
none "the whole assessment gives none of them a lower level" "$wrong"

# ---- published cases, where they are -------------------------------------------------
for name in msk serious; do
    file="${NIGGLE_SHARED:-$NIGGLE_SOURCE/../shared}/vignettes/$name.jsonl"
    if [ ! -f "$file" ]; then
        skip "published cases: $name" "they are not here; set NIGGLE_SHARED"
        continue
    fi
    for prior in neutral runner; do
        run vignettes "$file" --prior "$prior"
        gives "published cases: $name, prior $prior" 0
        sed 's/^/# /' "$dir/out"
    done
done

# ---- cases of our own: counting, and what is wrong with a line ----------------------------
cat >"$dir/cases.jsonl" <<'CASES'
{"id":"one","answers":{"saddle_numb":true,"site_buttock_any":true},"triage":"emergency","truth":{"condition":"cauda_equina","accept":[]}}

{"id":"two","answers":{},"exam_answers":{"ex_neuro_deficit":true},"triage":"urgent","detectable":false,"truth":{"condition":"lumbar_radiculopathy_s1"}}
{"id":"three","answers":{},"triage":"routine","pool":false,"truth":{"condition":"doms"}}
{"id":"four","answers":{},"triage":"routine","truth":{"condition":"other_unmodelled","accept":["doms"]}}
CASES
run vignettes "$dir/cases.jsonl" --json
gives "blank lines are passed over" 0
seen=$(python3 -c '
import json, sys
o = json.load(open(sys.argv[1])); t = o["total"]
print([c["id"] for c in o["cases"]], t["cases"], t["left_out"], t["unmodelled"], t["top1"]["n"], t["safe_triage"]["n"],
      t["emergency_missed"]["n"], o["cases"][1]["line"])' "$dir/out" 2>&1)
[ "$seen" = "['one', 'two', 'four'] 3 1 1 2 2 1 3" ] && ok "left out, not modelled and not detectable are counted apart" ||
    not_ok "left out, not modelled and not detectable are counted apart" "$seen"
run vignettes "$dir/cases.jsonl" --json && cp "$dir/out" "$dir/first"
run vignettes "$dir/cases.jsonl" --json
same "the same cases give the same bytes" "$dir/first" "$dir/out"
run vignettes "$dir/cases.jsonl" --json --exam
cmp -s "$dir/first" "$dir/out" && not_ok "--exam adds the examination" || ok "--exam adds the examination"
run vignettes "$dir/cases.jsonl" --list
prints "--list names each case" "one "
run vignettes "$dir/cases.jsonl" --interview --json
asked=$(python3 -c 'import json, sys; o = json.load(open(sys.argv[1])); print([c["questions"] for c in o["cases"]], o["total"]["questions"])' "$dir/out" 2>&1)
case $asked in
"[1, "*) ok "--interview: an emergency ends it, the others are asked on: $asked" ;;
*) not_ok "--interview: an emergency ends it, the others are asked on" "$asked" ;;
esac
run vignettes - --rules-only <"$dir/cases.jsonl"
gives "- is standard input" 0

{ cat "$dir/cases.jsonl"; echo '{"id":"five"'; echo '{"id":"six","answers":{"limb":true},"triage":"urgent"}'; echo '[]'; } >"$dir/some.jsonl"
run vignettes "$dir/some.jsonl" --json
gives "malformed lines are named, the others go on" 3 "$dir/some.jsonl:6: the case is not sound JSON"
gives "and the nearest" 3 "$dir/some.jsonl:7: no question has the id \"limb\"; the nearest is \"limp\""
gives "and what is no case" 3 "$dir/some.jsonl:8: the case is not an object."
prints "and counted" '"malformed":3'
run vignettes "$dir/none.jsonl" "$dir/cases.jsonl"
gives "a missing file is named, the others go on" 3 "there is no file $dir/none.jsonl."
run vignettes "$dir/none.jsonl"
refuses "nothing but a missing file" 1 "there is no file $dir/none.jsonl."
: >"$dir/empty.jsonl"
run vignettes "$dir/empty.jsonl"
refuses "a file without cases" 4 "no case was found."
run vignettes
refuses "no file" 2 "name at least one file of cases"
run vignettes --rules-only --interview "$dir/cases.jsonl"
refuses "two wishes that contradict" 2 "do not go together"
run vignettes --prior nobody "$dir/cases.jsonl"
refuses "a prior that is none" 2 '"nobody" is no prior'
finish
