#!/bin/sh
# niggle --disable-rules FILE: a danger rule withdrawn without a rebuild, and nobody can overlook it.
. "${NIGGLE_SOURCE:=$(cd "$(dirname "$0")/../.." && pwd)}/tests/cli/lib.sh"

printf '{"answers":{"lump_growing_or_4cm":true,"lump":true}}' >"$dir/lump.json"
printf '{"answers":{"breathless_chest":true}}' >"$dir/breath.json"
run assess --answers "$dir/lump.json" --json --no-save
prints "before: the rule on growing lumps" '"rf_lump"'
printf 'id,reason,date,instead\nrf_lump,fires on every knot,2026-02-28,\n' >"$dir/rules.csv"
run --disable-rules "$dir/rules.csv" assess --answers "$dir/lump.json" --json --no-save
gives "withdrawn: the assessment still answers" 0 "The rule rf_lump is withdrawn since 2026-02-28: fires on every knot."
grep -q '"rf_lump"' "$dir/out" && not_ok "and the rule is silent" || ok "and the rule is silent"
prints "the version of the knowledge says so in the JSON" ' without rf_lump"'
run --disable-rules "$dir/rules.csv" -q assess --answers "$dir/lump.json" --no-save
gives "--quiet does not hush it" 0 "The rule rf_lump is withdrawn"
run --disable-rules "$dir/rules.csv" version
prints "the version says so" "without rf_lump"

printf 'id,reason,date,instead\nrf_lung_clot,wrong words,2026-02-28,\n' >"$dir/rules.csv"
run --disable-rules "$dir/rules.csv" assess --answers "$dir/breath.json" --no-save
refuses "an emergency rule needs a sentence in its place" 1 "line 2 of the rules to withdraw: an emergency rule needs a sentence"
printf 'id,reason,date,instead\nrf_lung_clot,wrong words,2026-02-28,"Short of breath all at once? Call emergency services."\n' >"$dir/rules.csv"
run --disable-rules "$dir/rules.csv" assess --answers "$dir/breath.json" --no-save
gives "with one it goes, and the sentence is said" 0 "In its place: Short of breath all at once? Call emergency services."
printf 'id,reason,date,instead\nrf_nothing,bad,2026-02-28,\n' >"$dir/rules.csv"
run --disable-rules "$dir/rules.csv" version
gives "a rule that is not there is a mistake" 1 'no rule is called "rf_nothing"'
run --disable-rules "$dir/none.csv" version
[ "$code" != 0 ] && [ ! -s "$dir/out" ] && ok "a file that is not there is a mistake" || not_ok "a file that is not there is a mistake"
finish
