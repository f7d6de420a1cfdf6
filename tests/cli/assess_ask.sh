#!/bin/sh
# The interview at the terminal, fed through a pipe: danger first, why, skip,
# back, stop, resume, and nothing lost whatever ends it.
. "${NIGGLE_SOURCE:=$(cd "$(dirname "$0")/../.." && pwd)}/tests/cli/lib.sh"
kept="$XDG_STATE_HOME/niggle/interview.json"

# says N WORD: a line with WORD, N times
says() { yes "$2" | head -n "$1"; }
in="$dir/in" # what is typed
ask() { run assess --input pipe --no-save "$@" <"$in"; }
fresh() { rm -rf "$XDG_STATE_HOME"; }
answer() { # answer ID: its value in the kept interview
    python3 -c 'import json, sys; print(json.dumps(json.load(open(sys.argv[1]))["answers"].get(sys.argv[2])))' "$kept" "$1"
}
heard() { # heard SENTENCE WORDS: stderr holds WORDS
    if tr '\n' ' ' <"$dir/err" | tr -s ' ' | grep -qF -- "$2"; then ok "$1"; else not_ok "$1" "$(cat "$dir/err")"; fi
}
equal() { # equal SENTENCE SEEN EXPECTED
    if [ "$2" = "$3" ]; then ok "$1"; else not_ok "$1" "saw: $2
not: $3"; fi
}

# ---- danger --------------------------------------------------------------------
echo 1 >"$in"
ask
gives "an emergency answer ends the interview at once" 0
equal "with one question asked" "$(grep -c '^>' "$dir/err")" 1
equal "and help as the first line" "$(head -1 "$dir/out")" "GET HELP NOW"
[ ! -e "$kept" ] && ok "a finished interview is not kept" || not_ok "a finished interview is not kept"
echo '4 1' >"$in"
ask --json
prints "--json after asking: the same object" '"triage":"emergency","red_flags":[{"id":"rf_cauda_equina"'
says 2 n >"$in"
ask
heard "screens are numbered" "Safety 2 of 2"
fresh

# ---- ticks --------------------------------------------------------------------------
printf '5\nn\nq\n' >"$in"
ask
heard "after ticks the others are asked about" "And the others: n none of them, u not sure"
equal "a tick is a yes" "$(answer leg_weak_worse)" true
equal "the others are none once that is said" "$(answer bladder_change)" false
fresh
printf '5\n\n\nu\nq\n' >"$in"
ask
equal "on a danger screen a bare Enter says nothing of the others" "$(answer bladder_change)" null
fresh
printf 'u2, 5 n\nq\n' >"$in"
ask
equal "one line: not sure of 2, yes to 5, the others none" "$(answer bladder_change) $(answer leg_weak_worse) $(answer saddle_numb)" "null true false"
fresh
printf '5 n\nq\n' >"$in" && ask && cp "$kept" "$dir/one" && fresh
printf '5 5, n\nq\n' >"$in" && ask
cmp -s "$kept" "$dir/one" && ok "the same tick twice is one tick" || not_ok "the same tick twice is one tick" "$(cat "$kept")"
fresh
printf 'n\n5 8 u\nq\n' >"$in" && ask && cp "$kept" "$dir/one" && fresh
printf 'n\n8 5 u\nq\n' >"$in" && ask
[ -s "$dir/one" ] && cmp -s "$kept" "$dir/one" && ok "the order of ticks does not matter" || not_ok "the order of ticks does not matter" "$(cat "$kept")"
fresh
for line in 7 0.5 -1 'n 1' 'yes' '1 x' 99999999999999999999; do
    printf '%s\n' "$line" >"$in"
    ask
    heard "\"$line\" is no answer to a screen" "That is not one of the answers here."
    fresh
done
printf '0\nq\n' >"$in"
ask
equal "0 is none of these" "$(answer saddle_numb)" false
fresh
printf '?\n' >"$in"
ask
heard "? gives each item in full" "Is there numbness or a changed feeling between your legs"
printf 'n\n' >"$in"
ask --plain
heard "--plain: no columns" "1. numb or odd feeling between the legs"
fresh

# ---- why, back, skip, unclear ------------------------------------------------------
printf '?\n' >"$in"
ask
heard "? tells why" "It is a safety question"
heard "? names what is looked for" "It looks for: "
printf 'maybe\n\n' >"$in"
ask
heard "what is no answer is said so" "That is not one of the answers here."
fresh
printf 'b\n' >"$in"
ask
heard "b at the first question" "This is the first question."
printf 'n\nn\nb\nb\n\n' >"$in"
ask
heard "b shows what was said" "numb or odd feeling between the legs (you said no)"
heard "and that Enter keeps it" "Enter keeps what you said."
equal "Enter keeps it" "$(answer saddle_numb)" false
equal "and what came after is not lost" "$(answer bladder_change)" false
equal "two screens were answered" "$(python3 -c 'import json,sys; print(json.load(open(sys.argv[1]))["turns"])' "$kept")" "[6, 9]"
fresh
printf 'n\nn\nb\nb\nu\n' >"$in"
ask
equal "an answer can be taken back" "$(answer bladder_change)" null
fresh
long=$(head -c 100000 /dev/zero | tr '\0' x)
printf '%s\nn\n' "$long" >"$in"
ask
equal "a line without end is one wrong answer" "$(answer saddle_numb)" false
fresh

# ---- stopping and going on -------------------------------------------------------------
printf 'n\nq\n' >"$in"
ask
gives "q stops" 0
heard "q says that nothing is lost" "Your answers are kept. Go on with: niggle assess"
equal "nothing is concluded" "$(wc -c <"$dir/out")" 0
equal "kept for this person alone" "$(stat -c %a "$kept" "$XDG_STATE_HOME/niggle" | tr '\n' ' ')" "600 700 "
printf 'y\nn\nq\n' | "$NIGGLE" --today 2026-03-04 assess --input pipe >"$dir/out" 2>"$dir/err"
heard "the next call offers to go on" "You answered 6 questions on Sunday 1 March. Go on? [Y/n]"
equal "and goes on where it stopped" "$(answer fever_chills)" false
printf 'n\nu\nq\n' >"$in"
ask
equal "no starts over" "$(answer bladder_change)" null
printf 'n\nn\n' >"$in"
ask --new
equal "--new starts over without asking" "$(answer bladder_change)" false
gives "the end of the input is a failure" 1 "the input ended before the questions did."
fresh
printf 'garbage' >"$dir/x" && mkdir -p "$XDG_STATE_HOME/niggle" && cp "$dir/x" "$kept"
printf 'n\nq\n' >"$in"
ask
equal "a kept interview that cannot be read does not stand in the way" "$(answer saddle_numb)" false
fresh

# the knowledge has changed since: what it still asks is kept, the rest is named
printf 'n\nq\n' >"$in"
ask
python3 - "$kept" <<'P'
import json, sys
o = json.load(open(sys.argv[1]))
o["answers"].update(gone_away=True, age_band="2_to_3", bruise=True)
o["asked"] += ["gone_away", "age_band", "bruise"]
o["turns"] += [1, 1, 1]
json.dump(o, open(sys.argv[1], "w"))
P
printf 'y\nn\nq\n' >"$in"
ask
heard "answers that fit no question any more are named" "these answers no longer fit a question: gone_away, age_band. The others are kept."
equal "the others are kept" "$(answer saddle_numb) $(answer bruise) $(answer age_band)" "false true null"
fresh

# killed and interrupted between two answers
for signal in KILL INT TERM; do
    mkfifo "$dir/pipe"
    "$NIGGLE" --today 2026-03-01 assess --input pipe --no-save <"$dir/pipe" >"$dir/out" 2>"$dir/err" &
    pid=$!
    exec 3>"$dir/pipe"
    printf 'n\n' >&3
    for wait in 1 2 3 4 5 6 7 8 9 10; do
        grep -q 'Safety 2' "$dir/err" && break
        sleep 0.1
    done
    kill -s "$signal" "$pid"
    wait "$pid" 2>/dev/null
    exec 3>&-
    rm "$dir/pipe"
    printf 'y\nn\nq\n' >"$in"
ask
    heard "after SIG$signal: it goes on" "You answered 6 questions earlier today. Go on?"
    equal "after SIG$signal: with all answers" "$(answer saddle_numb) $(answer foot_weak) $(answer fever_chills)" "false false false"
    fresh
done

# ---- to the end ----------------------------------------------------------------------------
{ says 2 n; says 100 u; } >"$in"
ask
gives "an interview of one who is sure of little ends" 0
prints "it ends with a result" "Niggle informs; a clinician decides."
[ ! -e "$kept" ] && ok "and is not kept" || not_ok "and is not kept"
wide=$(python3 -c 'import sys; [print(l) for f in sys.argv[1:] for l in open(f, encoding="utf-8").read().split("\n") if len(l) > 80]' "$dir/out" "$dir/err")
none "80 columns at most" "$wide"

# a skipped safety question is asked again, plainly, before anything reassuring
{ echo 'u1 n'; echo n; says 100 u; } >"$in"
ask
heard "a skipped safety question is asked again" "Still open, and it matters for your safety: Is there numbness"
prints "left open, it is no all-clear" "so this is no all-clear"
prints "and it is named" "- Is there numbness or a changed feeling"
fresh
asked_after=$({ echo 'u1 n'; echo n; says 5 u; echo q; } | "$NIGGLE" assess --input pipe 2>&1 >/dev/null | grep -c 'Still open')
equal "it is asked again at the end, not at once" "$asked_after" 0
fresh

# ---- the runner's files ------------------------------------------------------------------------
mkrun="${NIGGLE_BUILD:-$NIGGLE_SOURCE/build}/tools/mkrun"
if [ -x "$mkrun" ]; then
    # thirty days of 8 km, then 16 km: a run twice as long as any in the month before
    day=1
    while [ $day -le 25 ]; do printf '2026-01-%02d 07:40 easy 8.0 6:10\n2026-02-%02d 07:40 easy 8.0 6:10\n' $day $day; day=$((day + 1)); done >"$dir/plan"
    echo '2026-02-27 07:40 long 16.0 6:10' >>"$dir/plan"
    sort "$dir/plan" | "$mkrun" --out "$dir/runs" --quiet && run import "$dir/runs"
    { says 2 n; printf '2026-02-28\n'; says 3 y; echo q; } >"$in"
    ask
    heard "stored runs: the day the pain began is asked" "On which day did the pain begin?"
    heard "the run is named" "Your run of 16.0 km on Friday 27 February was 100 % longer than any in the month before."
    equal "a yes is the runner's answer" "$(answer train_long_run_spike)" true
    fresh
    { says 2 n; printf '2027-01-01\nlate\n\nn\n'; says 4 n; echo q; } >"$in"
    ask
    heard "a day to come is no beginning" "That is not a day up to today"
    equal "a no is the runner's answer, too" "$(answer train_long_run_spike)" false
    fresh
    rm -rf "$XDG_DATA_HOME"
    { says 2 n; says 4 u; echo q; } >"$in"
    ask
    grep -q "Your runs are here" "$dir/err" && not_ok "without stored runs nothing is offered" "$(cat "$dir/err")" || ok "without stored runs nothing is offered"
    [ ! -e "$XDG_DATA_HOME/niggle/niggle.db" ] && ok "and no database is made" || not_ok "and no database is made"
    fresh
else
    skip "stored runs are offered" "mkrun is not built"
fi

# ---- keeping the result ------------------------------------------------------------------------
echo 1 >"$in"
run assess --input pipe <"$in"
gives "an interview ends up in the database" 0 "Kept."
[ "$(stat -c %a "$XDG_DATA_HOME/niggle/niggle.db")" = 600 ] && ok "for this person alone" || not_ok "for this person alone" "$(ls -la "$XDG_DATA_HOME/niggle")"
rm -rf "$XDG_DATA_HOME"
ask
[ ! -e "$XDG_DATA_HOME/niggle/niggle.db" ] && ok "--no-save keeps nothing" || not_ok "--no-save keeps nothing"
printf '{"answers":{"site_sit_bone":true}}' >"$dir/a.json"
run assess --answers "$dir/a.json"
[ ! -e "$XDG_DATA_HOME/niggle/niggle.db" ] && ok "a file of answers is not kept" || not_ok "a file of answers is not kept"
run assess --answers "$dir/a.json" --save
gives "unless --save says so" 0 "Kept."
run assess --answers "$dir/a.json" --save --no-save
refuses "--save and --no-save" 2 "contradict"
mkdir -p "$dir/taken" && run assess --answers "$dir/a.json" --save --db "$dir/taken"
[ "$code" -ne 0 ] && [ "$(grep -c '^niggle' "$dir/err")" = 1 ] && grep -q "Niggle informs" "$dir/out" && ok "a database that cannot be opened: the result is shown, the failure is said" || not_ok "a database that cannot be opened: the result is shown, the failure is said" "$code $(cat "$dir/err")"

# ---- nobody to ask -----------------------------------------------------------------------------
run assess </dev/null
refuses "no terminal and no file" 2 "there is nobody to ask here; give the answers with --answers FILE"
run assess --input tty </dev/null
refuses "--input knows one word" 2 '--input takes the word pipe, not "tty"'
chmod 500 "$dir" 2>/dev/null
if [ "$(id -u)" != 0 ]; then
    echo n | XDG_STATE_HOME="$dir/none" "$NIGGLE" assess --input pipe >"$HOME/out" 2>"$HOME/err"
    grep -q 'cannot be made' "$HOME/err" && ok "a state folder that cannot be made is said" || not_ok "a state folder that cannot be made is said" "$(cat "$HOME/err")"
else
    skip "a state folder that cannot be made is said" "root may write everywhere"
fi
chmod 700 "$dir"
printf 'n\nq\n' | HOME= XDG_STATE_HOME= "$NIGGLE" assess --input pipe >"$dir/out" 2>"$dir/err"
heard "without a home the answers are not kept, and that is said" "The answers were not kept."
finish
