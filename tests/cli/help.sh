#!/bin/sh
# The frame: help, options, suggestions, exit codes, colour, where things go.
. "${NIGGLE_SOURCE:=$(cd "$(dirname "$0")/../.." && pwd)}/tests/cli/lib.sh"

run
gives "no arguments: short help" 0
prints "short help lists the commands" "assess"
prints "short help says who decides" "Niggle informs; a clinician decides."
run --help && cp "$dir/out" "$dir/first"
run help
same "--help and help say the same" "$dir/first" "$dir/out"
wide=$(awk 'length($0) > 80' "$dir/out")
none "help is 80 columns wide at most" "$wide"

for verb in $(sed -n '/^Commands/,/^$/p' "$dir/out" | awk '/^  [a-z]/ { print $1 }'); do
    run "$verb" --help
    [ "$code" = 0 ] && grep -m1 '^  [^ ]' "$dir/out" | grep -q "^  niggle " &&
        ! grep -q '[^ -~…–]' "$dir/out" &&
        ok "niggle $verb --help begins with an example" || not_ok "niggle $verb --help begins with an example" "$(cat "$dir/out")"
    cp "$dir/out" "$dir/first"
    run help "$verb"
    same "niggle help $verb says the same" "$dir/first" "$dir/out"
done

run asess
refuses "an unknown command: the nearest" 2 'there is no command "asess"; did you mean "assess"?'
run zzzzzz
refuses "an unknown command like none" 2 'there is no command "zzzzzz".'
run help asess
refuses "help for an unknown command" 2 'did you mean "assess"?'
run version --jsn
refuses "an unknown option: the nearest" 2 'did you mean --json?'
run version -z
refuses "an unknown letter" 2 'there is no option -z.'
run version --json=yes
refuses "a value where none belongs" 2 '--json takes no value.'
run assess --answers
refuses "a value left out" 2 '--answers needs a value: --answers FILE.'
run version extra
refuses "a word where none belongs" 2 'this takes no words.'
run --today 2026-02-30 version
refuses "a day that cannot be" 2 '"2026-02-30" is not a day'
run --today tomorrow version
refuses "a day in words" 2 'write it like 2026-03-01'
grep -q '^Try: niggle version --help$' "$dir/err" && ok "wrong usage points at --help" || not_ok "wrong usage points at --help" "$(cat "$dir/err")"

run version --json
gives "options of every command may stand after it" 0
cp "$dir/out" "$dir/first"
run --json version
same "and before it" "$dir/first" "$dir/out"
run --version && cp "$dir/out" "$dir/first"
run version
same "--version is version" "$dir/first" "$dir/out"
run assess -- --json
refuses "-- ends options" 2 '"--json" is not expected here'
run assess -a "$dir/none.json"
refuses "a letter and its value apart" 1 "there is no file $dir/none.json."
run assess -a"$dir/none.json"
refuses "a letter and its value together" 1 "there is no file $dir/none.json."
run assess --answers="$dir/none.json"
refuses "a name and its value together" 1 "there is no file $dir/none.json."

# words go to stderr, and a full disk is not success
if [ -w /dev/full ]; then
    "$NIGGLE" version >/dev/full 2>"$dir/err"
    code=$?
    : >"$dir/out"
    refuses "output that cannot be written is said" 1 'the output could not be written'
else
    skip "output that cannot be written is said" "there is no /dev/full"
fi

# colour: never into a pipe unless forced; the environment can forbid it
printf '{"answers":{"saddle_numb":true}}' >"$dir/danger.json"
coloured() { # coloured SENTENCE yes|no [VARIABLE=VALUE...] -- [OPTION...]
    sentence=$1 wanted=$2
    shift 2
    set_to=
    while [ "$1" != -- ]; do set_to="$set_to $1"; shift; done
    shift
    env $set_to "$NIGGLE" "$@" assess --answers "$dir/danger.json" >"$dir/out" 2>"$dir/err"
    seen=no && grep -q "$(printf '\033')" "$dir/out" && seen=yes
    [ "$seen" = "$wanted" ] && ok "$sentence" || not_ok "$sentence" "$(cat "$dir/out")"
}
coloured "no colour into a pipe" no --
coloured "FORCE_COLOR asks for it" yes FORCE_COLOR=1 --
coloured "FORCE_COLOR=0 does not" no FORCE_COLOR=0 --
coloured "an empty FORCE_COLOR does not" no FORCE_COLOR= --
coloured "NO_COLOR forbids it" no FORCE_COLOR=1 NO_COLOR=1 --
coloured "an empty NO_COLOR does not" yes FORCE_COLOR=1 NO_COLOR= --
coloured "NIGGLE_NO_COLOR forbids it" no FORCE_COLOR=1 NIGGLE_NO_COLOR=1 --
coloured "--no-color forbids it" no FORCE_COLOR=1 -- --no-color
coloured "--plain has none" no FORCE_COLOR=1 -- --plain
coloured "--json has none" no FORCE_COLOR=1 -- --json
if script -qec true /dev/null >/dev/null 2>&1; then
    on_terminal() { script -qec "$1 '$NIGGLE' assess --answers '$dir/danger.json'" /dev/null </dev/null; }
    on_terminal "TERM=xterm" | grep -q "$(printf '\033')" && ok "colour on a terminal" || not_ok "colour on a terminal"
    on_terminal "TERM=dumb" | grep -q "$(printf '\033')" && not_ok "none on a dumb one" || ok "none on a dumb one"
else
    skip "colour on a terminal" "there is no script(1)"
fi

# without colour nothing is lost
env FORCE_COLOR=1 "$NIGGLE" assess --answers "$dir/danger.json" | sed "s/$(printf '\033')\[[0-9;]*m//g" >"$dir/first"
"$NIGGLE" assess --answers "$dir/danger.json" >"$dir/out"
same "colour only repeats words" "$dir/first" "$dir/out"
finish
