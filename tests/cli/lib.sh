# For tests of the program as a person uses it, sourced: a folder of its own,
# nothing of the caller's environment, and three words for checking.
#
#   run ARG...            runs niggle; output in $dir/out and $dir/err, code in $code
#   gives SENTENCE CODE [WORDS]   the last run ended with CODE; its stderr holds WORDS
#   expect SENTENCE FILE  what the last run printed is tests/cli/FILE (written anew
#                         when NIGGLE_EXPECT is set; read the difference before keeping it)
. "${NIGGLE_SOURCE:=$(cd "$(dirname "$0")/../.." && pwd)}/tests/tap.sh"
: "${NIGGLE:=${NIGGLE_BUILD:-$NIGGLE_SOURCE/build}/src/niggle}"
dir=$(mktemp -d) && trap 'rm -rf "$dir"' EXIT
unset NO_COLOR NIGGLE_NO_COLOR FORCE_COLOR NIGGLE_DB LC_ALL LANG
export HOME="$dir/home" XDG_DATA_HOME="$dir/data" XDG_STATE_HOME="$dir/state" TERM=xterm TZ=UTC0
mkdir -p "$HOME"
here="$NIGGLE_SOURCE/tests/cli"
code=0

run() {
    "$NIGGLE" --today 2026-03-01 "$@" >"$dir/out" 2>"$dir/err"
    code=$?
}

# one line on stderr that says WORDS, nothing on stdout
refuses() { # refuses SENTENCE CODE WORDS
    lines=$(grep -c '^niggle' "$dir/err")
    if [ "$code" = "$2" ] && grep -qF -- "$3" "$dir/err" && [ ! -s "$dir/out" ] && [ "$lines" = 1 ]; then
        ok "$1"
    else
        not_ok "$1" "exit $code, expected $2 and: $3
$(cat "$dir/err")
$(head -3 "$dir/out")"
    fi
}

gives() { # gives SENTENCE CODE [WORDS]
    if [ "$code" = "$2" ] && { [ -z "${3-}" ] || grep -qF -- "$3" "$dir/err"; }; then
        ok "$1"
    else
        not_ok "$1" "exit $code, expected $2${3+ and: $3}
$(cat "$dir/err")"
    fi
}

prints() { # prints SENTENCE WORDS: stdout holds WORDS
    if grep -qF -- "$2" "$dir/out"; then ok "$1"; else not_ok "$1" "$(cat "$dir/out" "$dir/err")"; fi
}

expect() { # expect SENTENCE FILE
    sed 's/[0-9a-f]\{16\}/KNOWLEDGE/' "$dir/out" >"$dir/seen"
    [ -z "${NIGGLE_EXPECT-}" ] || cp "$dir/seen" "$here/$2"
    same "$1" "$here/$2" "$dir/seen"
}
