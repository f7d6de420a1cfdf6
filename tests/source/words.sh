#!/bin/sh
# Words. What a runner reads names no disease as theirs, calls nobody a
# patient, promises nothing and plays nothing down. What an engineer reads
# speaks of the project alone and leaves nothing half done.
. "${NIGGLE_SOURCE:=$(cd "$(dirname "$0")/../.." && pwd)}/tests/tap.sh"
here="$NIGGLE_SOURCE/tests/source"
cd "$NIGGLE_SOURCE" || exit 99

banned="diagnos(is|es|ed|e|ing)|patients?|don'?t worry|unfortunately|simply|safe to run|you are suffering"
asserted='(^|[.!:;] |")You (probably |likely |may )?have (an? |the |got |developed )'

# strings of the code that a runner may see
runner_code=$(project_files | grep -E '^src/(report|plan|flow|cli)/.*\.(c|h|def)$')
out=$(for f in $runner_code; do
    perl "$here/strip.pl" --strings "$f" | grep -niE "(^|[^a-z])($banned)([^a-z]|\$)" | sed "s|^|$f:|"
    perl "$here/strip.pl" --strings "$f" | grep -nE "$asserted" | sed "s|^|$f:|"
done | grep -viE 'not a diagnosis|clinician')
none "what the program says has none of the banned words" "$(printf '%s' "$out" | cut -c1-140)"

# columns of knowledge/ that a runner may see
out=$(for f in $(project_files | grep -E '^knowledge/.*\.csv$'); do
    python3 - "$f" <<'PY'
import csv, re, sys
seen = {'question', 'plain_name', 'plain', 'explain', 'help', 'text', 'label', 'action', 'say', 'advice', 'instructions',
        'how', 'why', 'what', 'title', 'cue', 'words', 'runner_text', 'summary', 'option_labels'}
banned = re.compile(r"\b(diagnos(is|es|ed|e|ing)|patients?|don'?t worry|unfortunately|simply|safe to run|you are suffering)\b", re.I)
for n, row in enumerate(csv.DictReader(open(sys.argv[1], encoding='utf-8', newline='')), 2):
    for column, value in row.items():
        if column in seen and value and banned.search(value):
            print(f'{sys.argv[1]}:{n}: {column}: {value[:90]}')
PY
done)
none "what knowledge/ says to a runner has none of the banned words" "$out"

mine='^tests/source/|^\.git|^tests/samples/|^fuzz/corpus/'
files=$(project_files | grep -vE "$mine" | while read -r f; do [ ! -f "$f" ] || echo "$f"; done)
none "no paths of one machine" "$(grep -nIE '/(work|root|home)/[A-Za-z0-9_.-]' $files /dev/null | cut -c1-120 | head)"
code=$(printf '%s\n' "$files" | grep -E '\.(c|h|sh|pl|py|build|def)$|^Makefile$')
none "nothing is left half done" "$(grep -nIE '(^|[^A-Za-z_])(TODO|FIXME|XXX|HACK)([^A-Za-z_]|$)|[Ff]or now,? (we|it|this|the|only|just)|to be implemented|not (yet )?implemented' $code /dev/null | cut -c1-120 | head)"
finish
