#!/bin/sh
# From files to evidence, all the way: invented runners whose steps, balance or
# hills change three weeks before the end, imported and then asked about.
. "${NIGGLE_SOURCE:=$(cd "$(dirname "$0")/../.." && pwd)}/tests/cli/lib.sh"
mkrun="${NIGGLE_BUILD:-$NIGGLE_SOURCE/build}/tools/mkrun"
yes u | head -300 >"$dir/typed"

# every second day for ten weeks up to 2026-03-01; CHANGE holds for the last three
runner() { # runner NAME CHANGE [LAST]: LAST replaces the run of the last day
    python3 - "$2" "${3-}" >"$dir/$1.plan" <<'PY'
import datetime, sys
end = datetime.date(2026, 3, 1)
for d in range(70, -1, -2):
    day = end - datetime.timedelta(d)
    if d == 0 and sys.argv[2]: print(day, "07:40", sys.argv[2])
    else: print(day, "07:40 easy 6.0 6:00", sys.argv[1] if d <= 20 else "")
PY
    "$mkrun" --out "$dir/$1" --quiet <"$dir/$1.plan"
    export NIGGLE_DB="$dir/$1.db"
    run import "$dir/$1" --quiet
    gives "$1: imported" 0
    run assess --no-save --new --input pipe <"$dir/typed"
}
says() { # says SENTENCE WORDS: the questions hold WORDS, however their lines are broken
    if tr -s '\n ' '  ' <"$dir/err" | grep -qF -- "$2"; then ok "$1"; else not_ok "$1" "$(grep -A6 'Your runs are here' "$dir/err")"; fi
}
silent() { # silent SENTENCE WORDS
    if tr -s '\n ' '  ' <"$dir/err" | grep -qF -- "$2"; then not_ok "$1" "$(grep -F -- "$2" "$dir/err")"; else ok "$1"; fi
}

runner as_ever ""
says "the runs are used" "Your runs are here"
silent "nothing changed: no steps" "steps a minute"
silent "and no drift" "left foot"

runner steps "steps 12"
says "twelve steps a minute more are shown with both figures" "steps a minute, before that"
says "and with what a watch may be off by" "Your watch may be off by 2."
says "and asked about" "Did you change shoes, surface or running style lately?"

runner drift "balance 52.2"
says "a drift to the left foot" "% of the ground contact on the left foot, before that 50"
silent "is no change of steps" "steps a minute, before that"

runner downhill "" "hills 12.0 6:30"
says "a run longer and hillier than any before" "Sunday 1 March"
finish
