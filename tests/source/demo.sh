#!/bin/sh
# The demo runs, twice, shows what it promises, and writes nothing outside the
# build folder.   demo.sh BUILD
. "${NIGGLE_SOURCE:=$(cd "$(dirname "$0")/../.." && pwd)}/tests/tap.sh"
build=$1
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT
export HOME="$work/home"
mkdir "$HOME"
cd "$NIGGLE_SOURCE" || exit 99

for time in first second; do
    if tools/demo.sh "$build" >"$work/said" 2>&1 </dev/null; then
        ok "the demo runs ($time time)"
    else
        not_ok "the demo runs ($time time)" "$(tail -20 "$work/said")"
    fi
done
shows() { if grep -qE "$2" "$work/said"; then ok "it shows $1"; else not_ok "it shows $1" "$(tail -5 "$work/said")"; fi; }
shows "that every file came in" '^Files: 73 imported'
shows "the weeks" '^2026-02-09 +5 '
shows "the longest run of the month" 'Longest run of the last 30 days: 33.0 km'
shows "what the runs say about the pain" '^Your run of 33.0 km on Tuesday 10 February'
shows "the likely cause" 'Proximal hamstring tendinopathy'
shows "a first stage" 'Stage 1'
shows "today in a word" '(run|adapt|rest) \((green|amber|red)\)'
shows "a page for a clinician" '^Triage '
shows "where to go next" 'docs/ARCHITECTURE.md'
none "nothing is written to the home folder" "$(find "$HOME" -mindepth 1)"

mkdir "$work/none"
tools/demo.sh "$build" "$work/none" >"$work/said" 2>&1 </dev/null && not_ok "an empty folder of one's own stops it" || ok "an empty folder of one's own stops it"
shows "why it stopped" 'The demo stopped: '
finish
