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
said_badly() { # said_badly FILE...: strings that should not be read by a runner
    perl "$here/strip.pl" --strings "$@" | awk -F': ' -v rude="(^|[^a-z])($banned)([^a-z]|\$)" -v told="$asserted" '
        { words = substr($0, length($1) + 3); low = tolower(words) }
        low ~ /not a diagnosis|clinician/ { next }
        low ~ rude || words ~ told { print }' | cut -c1-140
}
out=$(said_badly $runner_code)
none "what the program says has none of the banned words" "$out"

# the rule must be able to fail
probe=$(mktemp)
printf '%s\n' '/* diagnosis */ "Unfortunately no." "Do you have a fever?"' '"You have a torn tendon."' '"If you have a fever, wait."' \
    '"Be patient."' '"This is not a diagnosis."' '"run"' >"$probe"
found=$(said_badly "$probe" | sed 's/^.*:\([0-9]*\): .*/\1/' | tr '\n' ' ')
rm "$probe"
[ "$found" = "1 2 4 " ] && ok "bad words are found, good ones are not" || not_ok "bad words are found, good ones are not" "lines $found"

# columns of knowledge/ that a runner may see
out=$(python3 - $(project_files | grep -E '^knowledge/.*\.csv$') <<'PY'
import csv, re, sys
seen = {'question', 'plain_name', 'plain', 'explain', 'help', 'text', 'label', 'action', 'say', 'advice', 'instructions',
        'how', 'why', 'what', 'title', 'cue', 'words', 'runner_text', 'summary', 'option_labels'}
banned = re.compile(r"\b(diagnos(is|es|ed|e|ing)|patients?|don'?t worry|unfortunately|simply|safe to run|you are suffering)\b", re.I)
for name in sys.argv[1:]:
    for n, row in enumerate(csv.DictReader(open(name, encoding='utf-8', newline='')), 2):
        for column, value in row.items():
            if column in seen and value and banned.search(value):
                print(f'{name}:{n}: {column}: {value[:90]}')
PY
)
none "what knowledge/ says to a runner has none of the banned words" "$out"

mine='^tests/source/|^\.git|^tests/samples/|^fuzz/corpus/'
files=$(project_files | grep -vE "$mine" | while read -r f; do [ ! -f "$f" ] || echo "$f"; done)
none "no paths of one machine" "$(grep -nIE '/(work|root|home)/[A-Za-z0-9_.-]' $files /dev/null | cut -c1-120 | head)"
code=$(printf '%s\n' "$files" | grep -E '\.(c|h|sh|pl|py|build|def)$|^Makefile$')
none "nothing is left half done" "$(grep -nIE '(^|[^A-Za-z_])(TODO|FIXME|XXX|HACK)([^A-Za-z_]|$)|[Ff]or now,? (we|it|this|the|only|just)|to be implemented|not (yet )?implemented' $code /dev/null | cut -c1-120 | head)"
finish
