#!/bin/sh
# Neither the locale nor the time zone changes what is printed: the program is
# asked the same under each, with the day given, and answers byte by byte the
# same.   locale.sh PROGRAM MKRUN
. "${NIGGLE_SOURCE:=$(cd "$(dirname "$0")/../.." && pwd)}/tests/tap.sh"
program=$(realpath "$1") mkrun=$(realpath "$2")
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT

ask() { # everything one runner may ask, in one text
    rm -rf "$work/home"
    mkdir -p "$work/home"
    (
        cd "$work/home" || exit 1
        export HOME="$work/home" NO_COLOR=1
        unset XDG_DATA_HOME XDG_CONFIG_HOME XDG_STATE_HOME XDG_CACHE_HOME NIGGLE_DB
        "$mkrun" --runs 9 --km 8 --end 2026-03-28 --out runs --quiet
        for words in "import runs" "runs" "runs --json" "decode runs/$(ls runs | head -1) --json" "assess --answers $NIGGLE_SOURCE/demo/answers.json --json" "assess --answers $NIGGLE_SOURCE/demo/answers.json --save" "plan" "log pain 2.5 --during" "today" "today --json" \
            "report" "plan --json" "kb --json" "--help"; do
            echo "== $words"
            "$program" --today 2026-03-29 $words 2>&1 </dev/null
            echo "= $?"
        done
    ) | sed "s|$work||g"
}

LC_ALL=C TZ=UTC ask >"$work/want"
if grep -q '"causes"' "$work/want"; then ok "the program answers"; else not_ok "the program answers" "$(head -30 "$work/want")"; fi
for locale in de_DE.UTF-8 tr_TR.UTF-8; do
    if LC_ALL=$locale locale decimal_point 2>/dev/null | grep -q ,; then
        LC_ALL=$locale TZ=UTC ask >"$work/got"
        same "the same in $locale" "$work/want" "$work/got"
    else
        skip "the same in $locale" "this machine has no such locale"
    fi
done
for zone in '<+0545>-5:45' PST8PDT CET-1CEST,M3.5.0,M10.5.0/3 '<-12>12' '<+14>-14'; do
    LC_ALL=C TZ=$zone ask >"$work/got"
    same "the same in $zone" "$work/want" "$work/got"
done
finish
