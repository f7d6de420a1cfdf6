#!/bin/sh
# niggle kb and --knowledge DIR: what is known, from where, and edited.
. "${NIGGLE_SOURCE:=$(cd "$(dirname "$0")/../.." && pwd)}/tests/cli/lib.sh"

run kb
gives "how much is known" 0
prints "conditions are counted" "75 conditions"
run kb --json
prints "--json counts too" '"conditions":75'
run kb show rf_cauda_equina
gives "a rule" 0
prints "with its action" "Go to an emergency department now"
prints "with its source" "dionne2019: "
run kb show saddle_numb
prints "a question" "Is there numbness"
run kb show cauda_equina
prints "a condition" "Cauda equina syndrome"
run kb show cauda_equina --json
prints "a condition as JSON" '"id":"cauda_equina"'
run kb show saddle_nmb
refuses "an unknown id: the nearest" 4 'nothing is known as "saddle_nmb"; the nearest is saddle_numb.'
run kb sow x
refuses "an unknown word" 2 "write: niggle kb, or: niggle kb show ID"

run version && cp "$dir/out" "$dir/first"
cp -r "$NIGGLE_SOURCE/knowledge" "$dir/kb"
run --knowledge "$dir/kb" version
same "the same files in a folder are the same knowledge" "$dir/first" "$dir/out"
sed -i 's/^saddle_numb,\(.*\),Is there numbness/saddle_numb,\1,Is there now numbness/' "$dir/kb/findings.csv"
sed -i 's/"Is there numbness/"Is there now numbness/; s/,Is there numbness/,Is there now numbness/' "$dir/kb/findings.csv"
run --knowledge "$dir/kb" kb show saddle_numb
prints "an edited question is used" "Is there now numbness"
run --knowledge "$dir/kb" version
cmp -s "$dir/first" "$dir/out" && not_ok "and changes the version" || ok "and changes the version"
rm "$dir/kb/conditions.csv"
run --knowledge "$dir/kb" version
[ "$code" = 6 ] && [ ! -s "$dir/out" ] && ok "knowledge with a file missing is invalid" || not_ok "knowledge with a file missing is invalid" "exit $code $(cat "$dir/err")"
cp "$NIGGLE_SOURCE/knowledge/conditions.csv" "$dir/kb/"
sed -i '2s/^[^,]*,/xxx_unknown,/' "$dir/kb/conditions.csv"
run --knowledge "$dir/kb" version
gives "invalid knowledge: exit 6" 6 "the knowledge in $dir/kb has "
grep -qE '^[a-z_]+\.(csv|yaml):[0-9]+: ' "$dir/err" && ok "each problem as file:line: what" || not_ok "each problem as file:line: what" "$(cat "$dir/err")"
run --knowledge "$dir/nowhere" version
refuses "a folder that is not there" 1 "$dir/nowhere cannot be opened"
finish
