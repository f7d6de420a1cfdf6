#!/bin/sh
# niggle log: what may be noted, and one clear sentence for what may not.
. "${NIGGLE_SOURCE:=$(cd "$(dirname "$0")/../.." && pwd)}/tests/cli/lib.sh"
export NIGGLE_DB="$dir/care.db"
kept() { # kept SENTENCE SQL WANTED
    seen=$(python3 -c 'import sqlite3, sys; print(*[ "|".join(str(c) for c in r) for r in sqlite3.connect(sys.argv[1]).execute(sys.argv[2])], sep=";")' "$NIGGLE_DB" "$2" 2>&1)
    [ "$seen" = "$3" ] && ok "$1" || not_ok "$1" "$seen, expected $3"
}

run log pain 3
refuses "before any episode: nothing found, and where to begin" 4 "niggle assess"
printf '{"answers":{"site_sit_bone":true,"site_buttock_any":true,"laterality":"one_side"}}' >"$dir/a.json"
run assess --answers "$dir/a.json" --save --quiet
gives "an episode begins" 0

# ---- what is kept ------------------------------------------------------------------
run log pain 3 --during
gives "pain in the run" 0
prints "said back in words" "worst pain during the run, 3 of 10"
run log pain 1 --morning && run log pain 2 --daily && run log pain 4 --after && run log pain 0 && run log sitting 25
run log bridge 12 --day 2026-02-27
kept "each under its key and day" "SELECT metric, value, day - 20512 FROM checkin ORDER BY id" \
    "nprs_run|3.0|1;nprs_morning|1.0|1;nprs_day|2.0|1;nprs_after|4.0|1;nprs_now|0.0|1;sitting_min|25.0|1;sl_bridge_reps|12.0|-1"
run log pain 5 --during
prints "a correction says what stood before" "5 of 10 (before: 3)"
kept "and keeps it" "SELECT value FROM checkin WHERE metric = 'nprs_run' ORDER BY id" "3.0;5.0"
run log nprs_morning 2.5 --json
gives "a key of the knowledge is as good as a word" 0
prints "JSON says what was noted" '"id":"nprs_morning","value":2.5,"before":1'
run log done iso_ham_bridge_short calf_raise
gives "exercises done" 0
run log note new shoes, "hills tomorrow"
kept "words are kept as typed" "SELECT what FROM checkin WHERE metric = 'note'" "new shoes, hills tomorrow"
run log done calf_raise --no
prints "a thing can be taken back" "taken back: calf_raise done"

# ---- danger --------------------------------------------------------------------------
run log pain 8 --daily
prints "pain of 8: check again" "niggle assess"
run log sign numb
prints "a new sign: check again" "Do the check again now"
run log sign bladder
prints "an emergency sign: help now" "emergency department"
run log sign bladder weak --no --json
prints "taken back: no alarm" '"recheck":false'

# ---- what is refused, and nothing kept -----------------------------------------------
before=$(python3 -c 'import sqlite3, sys; print(sqlite3.connect(sys.argv[1]).execute("SELECT count(*) FROM checkin").fetchone()[0])' "$NIGGLE_DB")
run log pain 11
refuses "pain beyond 10" 2 "goes from 0 to 10, not 11"
run log pain --during -1
code_of_minus=$code
[ "$code_of_minus" = 2 ] && ok "pain below 0 is refused" || not_ok "pain below 0 is refused" "$(cat "$dir/err")"
run log pain three
refuses "a word for a number" 2 '"three" is not a number'
run log pain nan
refuses "no number" 2 '"nan" is not a number'
run log pain
refuses "a missing number" 2 "needs a number"
run log pain 3 4
refuses "too much" 2 '"4" is too much'
run log pain 3 --during --after
refuses "two kinds of pain at once" 2 "--during and --after"
run log briddge 3
refuses "an unknown thing names the nearest" 2 "the nearest is bridge"
run log zebra 3
refuses "or where the list is" 2 "--help lists"
run log done calf_rais
refuses "an unknown exercise names the nearest" 2 'the nearest is "calf_raise"'
run log done calf_raise no_such_thing_at_all
refuses "one wrong exercise keeps none" 2 "no exercise is called"
run log sign poop
refuses "an unknown sign names the nearest" 2 "the nearest is pop"
run log pain 3 --day 2026-03-02
refuses "a day in the future" 2 "2026-03-02 is in the future; today is 2026-03-01"
run log pain 3 --day 2025-11-01
refuses "a day long before" 2 "long before this episode began"
run log pain 3 --day yesterday
refuses "a day in words" 2 '"yesterday" is not a day'
run log sitting 601
refuses "sitting for too long" 2 "goes from 0 to 600"
run log
refuses "nothing to note" 2 "niggle log pain 3 --during"
run log note
refuses "a note without words" 2 "needs a word"
long=$(head -c 3000 /dev/zero | tr '\0' x)
run log note "$long"
[ "$code" = 2 ] && ok "a note that is too long" || not_ok "a note that is too long" "$(head -c 200 "$dir/err")"
kept "none of that was kept" "SELECT count(*) FROM checkin" "$before"
python3 - "$NIGGLE_DB" >"$dir/seen" 2>&1 <<'PY'
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
for sql in ("UPDATE checkin SET value = 1", "UPDATE ledger SET reason = ''"):
    try:
        db.execute(sql)
        print('changed')
    except sqlite3.IntegrityError as e:
        print(e)
PY
grep -q changed "$dir/seen" && not_ok "history cannot be written over" || ok "history cannot be written over"
finish
