#!/bin/sh
# niggle learn: what there is, a search, a page of every kind, myths.
. "${NIGGLE_SOURCE:=$(cd "$(dirname "$0")/../.." && pwd)}/tests/cli/lib.sh"

run learn
gives "what there is" 0
prints "topics with counts" "115  myths"
prints "examples" "niggle learn hamstring strain"
run learn --json
prints "as JSON" '"topic":"causes"'
run learn --plain
prints "as records" "topic	exercise	141"

run learn hamstring strain
gives "a search" 0
head -2 "$dir/out" >"$dir/first"
printf '  Hamstring strain, acute\n      cause: niggle learn hamstring_strain\n' >"$dir/want"
same "the best match first" "$dir/want" "$dir/first"
run learn hamstirng
gives "a typing error is forgiven" 0
prints "and named" 'Nothing says "hamstirng"; this is about "hamstring".'
run learn nordic qzxwvk
gives "a word that stands nowhere is left out" 0
prints "the rest is found" "niggle learn nordic"
run learn nordic curl
prints "no entry with both words: those with one" "Nothing says all of these words"
run learn qzxwvk
refuses "nothing found" 4 'nothing says "qzxwvk".'
run learn saddle_nmb
refuses "nothing found: the nearest" 4 "the nearest is saddle_numb."
run learn " ,; "
gives "no word at all" 2 "write a word to look for."
run learn "$(printf '%0300d' 0)"
gives "an endless word" 4
run learn "$(printf '\033[31mred\377')"
gives "bytes of no alphabet" 4
none "stay out of the terminal" "$(LC_ALL=C grep -c "$(printf '[\033\377]')" "$dir/err" | grep -v '^0')"
run learn sitting --json
prints "a search as JSON" '"id":"agg_sit_hard"'
run learn --all sitting
cp "$dir/out" "$dir/all"
run learn sitting
[ "$(wc -l <"$dir/all")" -gt "$(wc -l <"$dir/out")" ] && ok "--all shows more" || not_ok "--all shows more" ""
prints "how much is left out" " more: add a word, or --all."

run learn cauda_equina
gives "a cause" 0
sed -n 4,5p "$dir/out" >"$dir/seen"
printf 'How soon to see someone\n  Go to an emergency department now, or call your emergency number.\n' >"$dir/want"
same "danger stands first" "$dir/want" "$dir/seen"
prints "what it feels like; an estimate says that it is one" "our estimate"
prints "its sources" "dionne2019: Dionne"
run learn proximal_hamstring_tendinopathy
prints "how it goes" "3-6 months of loading"
prints "care" "niggle learn sitting_advice"
prints "what people read about it" "niggle learn claim_15"
run learn hip_oa --json
prints "a published figure is told from an estimate" '"measured":true'
run learn proximal_hamstring_tendinopathy --json
prints "a cause as JSON" '"finding":"agg_sit_hard","answer":"yes"'
run learn st_hop
prints "when to stop" "Stop at the first sharp pain."
prints "when to leave it out" "Do not do it with any of these answers"
prints "what forbids it" 'Are you limping when you walk? "yes".'
run learn rdl_single
prints "an exercise: how" "Hinge from the hip"
prints "how much" "3 x 8, 3 times a week"
prints "easier" "easier  Romanian deadlift: niggle learn rdl_double"
prints "harder" "harder  Diver: niggle learn diver"
prints "not with" "Sacral bone stress injury"
run learn ice
prints "a treatment" "through a cloth"
run learn claim_03
prints "a disputed statement" "This is out of date."
prints "its reason" "3,400 mg"
prints "its source" "nasem2019: "
run learn sc052
prints "a statement of an article" "This is not shown to be true."
prints "leads on" "niggle learn claim_31"

run learn myths
gives "myths" 0
prints "in sections" "Treatment and prevention"
[ "$(grep -c 'niggle learn' "$dir/out")" = 115 ] && ok "all of them" || not_ok "all of them" "$(grep -c 'niggle learn' "$dir/out")"
run learn myths potassium
[ "$(grep -c 'niggle learn' "$dir/out")" = 5 ] && ok "only those with a word" || not_ok "only those with a word" "$(cat "$dir/out")"
run learn myths qzxwvk
refuses "none with that word" 4 'nothing says "qzxwvk".'

# every page fits the terminal, and none frightens or names what nobody can promise
for topic in causes tests signs exercises treatments myths; do
    run learn "$topic" --plain
    for id in $(cut -f2 "$dir/out"); do
        run learn "$id"
        LC_ALL=C awk -v id="$id" '{ t = $0; gsub(/[\200-\277]/, "", t) } length(t) > 80 { print id ": " $0 }' "$dir/out" >>"$dir/wide"
        sed '/^Sources$/,$d' "$dir/out" >>"$dir/pages"
    done
done
none "no line is wider than 80 columns" "$(LC_ALL=C head -3 "$dir/wide")"
none "no word of fear and no promise" "$(grep -niE "diagnos[ei]|don't worry|unfortunately|safe to run|you have cancer" "$dir/pages" | head -5)"
[ "$(wc -l <"$dir/pages")" -gt 5000 ] && ok "all pages were looked at" || not_ok "all pages were looked at" "$(wc -l <"$dir/pages")"
finish
