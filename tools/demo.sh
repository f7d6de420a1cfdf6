#!/bin/sh
# demo.sh BUILD [FOLDER]: the whole loop once, in a database of its own.
#
# Without FOLDER: an invented runner of 51 who went from half marathons to the
# marathon in six months; sixteen weeks of watch files are made, imported,
# weighed together with their story, and turned into a plan and one line for
# today. With FOLDER: your own files, and then, on a terminal, your own story.
set -u
build=$1 folder=${2-}
niggle=$build/src/niggle mkrun=$build/tools/mkrun
demo=$build/demo
rm -rf "$demo" && mkdir -p "$demo" || exit 1
# nothing of yours is read or written
export NIGGLE_DB="$demo/niggle.db" XDG_DATA_HOME="$demo/data" XDG_STATE_HOME="$demo/state" XDG_CONFIG_HOME="$demo/config"

title() { printf '\n── %s\n' "$*"; }

# show [-n LINES] COMMAND…: the command as you would type it, then what it says
show() {
    lines=0
    if [ "$1" = -n ]; then
        lines=$2
        shift 2
    fi
    printf '\n$ %s\n' "$(echo "$*" | sed "s|^$build/[a-z]*/||; s|$demo/|$build/demo/|g")"
    if [ "$lines" -gt 0 ]; then
        "$@" >"$demo/said" 2>&1
        code=$?
        head -n "$lines" "$demo/said"
        total=$(wc -l <"$demo/said")
        [ "$total" -le "$lines" ] || printf '  … %d more lines\n' "$((total - lines))"
    else
        "$@"
        code=$?
    fi
    return $code
}

stop() {
    printf '\nThe demo stopped: %s\n' "$1" >&2
    exit 1
}

if [ -n "$folder" ]; then
    [ -e "$folder" ] || stop "there is no folder $folder"
    title "Your files, in a database of their own ($NIGGLE_DB)"
    show -n 30 "$niggle" import "$folder"
    [ $? -le 3 ] || stop "nothing could be imported from $folder"
    show -n 30 "$niggle" runs
    show "$niggle" runs --weeks
    if [ -t 0 ] && [ -t 1 ]; then
        title "Your story: a few minutes, danger first; Ctrl-C keeps the answers"
        show "$niggle" assess --save && show "$niggle" plan && show "$niggle" today
    else
        printf '\nOn a terminal the questions would come now: %s assess\n' "$niggle"
    fi
    printf '\nKept in %s. To start for real: %s import %s\n' "$NIGGLE_DB" "$niggle" "$folder"
    exit 0
fi

day=2026-03-01
title "1  Sixteen weeks of running, made up for this demo"
show "$mkrun" --preset marathon51 --end $day --out "$demo/files" || stop "the runs could not be made"
printf '%d files, like those a watch writes\n' "$(find "$demo/files" -type f | wc -l)"

title "2  Import: every file once, whatever its name"
show -n 12 "$niggle" --today $day import "$demo/files" || stop "the import failed"
show -n 14 "$niggle" --today $day runs
show "$niggle" --today $day runs --weeks

title "3  The story of the pain, from demo/answers.json"
show "$niggle" --today $day assess --answers demo/answers.json --save || stop "the assessment failed"

title "4  A plan, and its first evening"
show "$niggle" --today $day plan || stop "there is no plan"
show "$niggle" --today $day log pain 3 --during || stop "the check-in failed"
show "$niggle" --today $day today || stop "there is no advice for today"

title "5  One page to take along"
show "$niggle" --today $day report >"$demo/report.txt" || stop "there is no report"
sed -n '2,$p' "$demo/report.txt"

cat <<END

── That was Niggle
   Files in, story in; danger first, causes with their doubt, a plan, one line for today. All of it is in
   $demo, and none of your own files were touched. Where to go next:

     make demo FILES=DIR          the same with your own activity files
     $niggle assess       your own story, as questions
     README.md                    what it is and what it is not
     docs/ARCHITECTURE.md         how it is made, on one page
END
