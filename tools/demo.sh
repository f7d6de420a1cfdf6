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
# nothing of yours is read or written (the desktop standard wants whole paths)
case $demo in /*) whole=$demo ;; *) whole=$PWD/$demo ;; esac
export NIGGLE_DB="$demo/niggle.db" XDG_DATA_HOME="$whole/data" XDG_STATE_HOME="$whole/state" XDG_CONFIG_HOME="$whole/config" \
    XDG_CACHE_HOME="$whole/cache"

title() { printf '\n── %s\n' "$*"; }

command_line() { printf '\n$ niggle %s\n' "$*"; }

# show COMMAND…: the command as you would type it, then what it says
show() {
    command_line "$@"
    "$niggle" ${day:+--today "$day"} "$@" 2>&1
}

# part FILTER COMMAND…: the same, but only what the filter lets through
part() {
    filter=$1
    shift
    command_line "$@"
    "$niggle" ${day:+--today "$day"} "$@" >"$demo/said" 2>&1
    code=$?
    $filter <"$demo/said"
    return $code
}

runs_and_weeks() { awk 'NR <= 8; NR == 9 { print "…" } /^week from/ { weeks = 1; print "" } weeks'; }
first_screen() { awk 'NR <= 44; END { if (NR > 44) printf "… and %d more lines\n", NR - 44 }'; }

# the part of the interview that is about the runs, with the answers typed
interview_about_runs() {
    sed -n '/^Your runs are here/,/^Now about you/p' | sed '$d' |
        awk 'BEGIN { split("2026-02-11 y n y y y y", typed) } /^> *$/ { $0 = "> " typed[++n] } { print }'
}

stop() {
    printf '\nThe demo stopped: %s\n' "$1" >&2
    exit 1
}

day=
if [ -n "$folder" ]; then
    [ -e "$folder" ] || stop "there is no folder $folder"
    title "Your files, in a database of their own ($NIGGLE_DB)"
    show import "$folder"
    [ $? -le 3 ] || stop "nothing could be imported from $folder"
    part runs_and_weeks runs
    if [ -t 0 ] && [ -t 1 ]; then
        title "Your story: a few minutes, danger first; Ctrl-C keeps the answers"
        "$niggle" assess --save && show plan && show today
    else
        printf '\nOn a terminal the questions would come now: niggle assess\n'
    fi
    printf '\nKept in %s. To start for real: %s import %s\n' "$NIGGLE_DB" "$niggle" "$folder"
    exit 0
fi

day=2026-03-01
printf 'It is Sunday 1 March 2026 in this demo, and niggle is %s.\n' "$niggle"
title "1  Sixteen weeks of running, made up for this demo"
printf '\n$ mkrun --preset marathon51 --end %s --out %s/files\n' "$day" "$demo"
"$mkrun" --preset marathon51 --end "$day" --out "$demo/files" || stop "the runs could not be made"

title "2  Import: every file once, whatever its name"
show import "$demo/files" || stop "the import failed"
part runs_and_weeks runs || stop "the runs could not be listed"

title "3  What the runs say about the pain, as the interview offers it"
yes n | head -15 >"$demo/typed"
printf '2026-02-11\ny\nn\ny\ny\ny\ny\n' >>"$demo/typed"
part interview_about_runs assess --new --input pipe --no-save <"$demo/typed"

title "4  The whole story, from demo/answers.json"
show assess --answers demo/answers.json --save || stop "the assessment failed"

title "5  A plan, and its first evening"
part first_screen plan || stop "there is no plan"
show log pain 3 --during || stop "the check-in failed"
show today || stop "there is no advice for today"

title "6  One page to take along to a clinician"
part first_screen report || stop "there is no report"
"$niggle" --today "$day" report >"$demo/report.txt"

cat <<END

── That was Niggle
   Files in, story in; danger first, causes with their doubt, a plan, one line for today. All of it is in
   $demo, and none of your own files were touched. Where to go next:

     make demo FILES=DIR      the same with your own activity files
     $niggle assess    your own story, as questions; about three minutes
     $demo/report.txt    the whole page for a clinician
     README.md                what it is and what it is not
     docs/ARCHITECTURE.md     how it is made, on one page
END
