#!/bin/sh
# niggle import: folders and files, once and again, dry and for good.
. "${NIGGLE_SOURCE:=$(cd "$(dirname "$0")/../.." && pwd)}/tests/cli/lib.sh"
: "${MKRUN:=${NIGGLE_BUILD:-$NIGGLE_SOURCE/build}/tools/mkrun}"
db="$XDG_DATA_HOME/niggle/niggle.db"

plan() { # plan FORMAT DIR: the same three runs
    printf '%s\n' '2026-02-08 07:40 long 12.0 6:10' '2026-02-10 18:00 easy 5.0 6:00' '2026-02-12 18:00 fast 6.0 5:00' |
        "$MKRUN" --out "$2" --format "$1" --quiet
}

mkdir -p "$dir/fit/2026/deep"
plan fit "$dir/fit/2026/deep"
gzip -k "$dir/fit/2026/deep/2026-02-10-1800.fit" && mv "$dir/fit/2026/deep/2026-02-10-1800.fit.gz" "$dir/fit/again.bin"
echo "notes about shoes" >"$dir/fit/notes.txt"
echo "hidden" >"$dir/fit/.hidden.fit"

run import --dry-run "$dir/fit"
gives "a dry run" 0
prints "says what would happen" "Files: 4 would be imported, 1 of another kind, passed over."
[ ! -e "$XDG_DATA_HOME" ] && ok "and makes nothing" || not_ok "and makes nothing" "$(find "$XDG_DATA_HOME")"

run import "$dir/fit"
gives "a folder and all below it" 0 "To take this back: niggle db undo-import 1"
prints "files are counted, other kinds passed over" "Files: 4 imported, 1 of another kind, passed over."
prints "a packed copy of a run counts once" "Activities: 4, of which 1 repeat another one and count once."
[ "$(stat -c %a "$db")" = 600 ] && ok "for this person alone" || not_ok "for this person alone" "$(ls -l "$db")"
[ "$(stat -c %a "$XDG_DATA_HOME/niggle")" = 700 ] && ok "the folder, too" || not_ok "the folder, too" "$(ls -ld "$XDG_DATA_HOME/niggle")"

run db check --json
prints "four activities, one of them twice" '"runs":4,"runs_linked":1'
sqlite3 "$db" .dump >"$dir/before"

run import "$dir/fit"
gives "the same folder again" 0
prints "is known by its content" "Files: 4 already there, 1 of another kind, passed over."
sqlite3 "$db" .dump >"$dir/after"
same "and changes nothing" "$dir/before" "$dir/after"

cp "$dir/fit/2026/deep/2026-02-08-0740.fit" "$dir/other-name"
run import "$dir/other-name"
prints "another name is the same file" "Files: 1 already there."

mkdir "$dir/gpx" "$dir/tcx"
plan gpx "$dir/gpx"
plan tcx "$dir/tcx"
run import --dry-run "$dir/gpx" "$dir/tcx"
prints "a dry run with a database" "Files: 6 would be imported."
sqlite3 "$db" .dump >"$dir/after"
same "leaves it as it is" "$dir/before" "$dir/after"

run runs --json
km=$(python3 -c 'import json,sys; print(json.load(open(sys.argv[1]))["distance_m"])' "$dir/out")
run import "$dir/gpx" "$dir/tcx"
prints "the same runs from GPX and TCX" "Activities: 6, of which 6 repeat another one and count once."
run runs --json
again=$(python3 -c 'import json,sys; print(json.load(open(sys.argv[1]))["distance_m"])' "$dir/out")
[ "$km" = "$again" ] && ok "count once: $km m" || not_ok "count once" "$km, then $again"

run import --json "$dir/fit/2026/deep/2026-02-08-0740.fit" "$dir/nothing.fit"
gives "one good, one missing" 3
python3 - "$dir/out" >"$dir/seen" 2>&1 <<'PY' && ok "JSON: each file, then totals" || not_ok "JSON: each file, then totals" "$(cat "$dir/seen" "$dir/out")"
import json, sys
d = json.load(open(sys.argv[1]))
assert [f["outcome"] for f in d["files"]] == ["already_there", "failed"], d
assert d["files"][1]["reason"] == "there is no such file", d
assert d["totals"]["failed"] == 1 and d["totals"]["already_there"] == 1, d
PY
run --plain import "$dir/nothing.fit"
prints "--plain: one record a line" "failed	$dir/nothing.fit	there is no such file"

# taking it back
run db undo-import --dry-run
gives "what would be taken back" 0
prints "is the last import" "would be taken back: 6 files with 6 activities."
run db undo-import
prints "and is taken back" "is taken back: 6 files with 6 activities."
sqlite3 "$db" .dump | grep -v 'INSERT INTO batch' >"$dir/after"
grep -v 'INSERT INTO batch' "$dir/before" >"$dir/want"
same "what was there before is there again" "$dir/want" "$dir/after"
run db undo-import 1
prints "one import by its number" "Import 1 of"
run db undo-import 1
refuses "but only once" 4 "there is no import 1 to undo"
run db undo-import
refuses "nothing is left to undo" 4 "there is no import to undo"
run import "$dir/fit"
prints "and it can all come in again" "Files: 4 imported"

# originals
plan fit "$dir/kept" 2>/dev/null || { mkdir -p "$dir/kept" && plan fit "$dir/kept"; }
sqlite3 "$db" "SELECT writefile('$dir/out.gz', bytes) FROM original JOIN file USING (file) WHERE name LIKE '%2026-02-08-0740.fit'" >/dev/null
gunzip -c "$dir/out.gz" >"$dir/out.fit" 2>/dev/null
same "the file itself is kept byte for byte" "$dir/fit/2026/deep/2026-02-08-0740.fit" "$dir/out.fit"
run --db "$dir/bare.db" import --no-originals "$dir/fit"
gives "--no-originals" 0
[ "$(sqlite3 "$dir/bare.db" 'SELECT count(*) FROM original')" = 0 ] && ok "keeps none of them" || not_ok "keeps none of them"

run import
refuses "no path" 2 "which files? Name files or folders"
finish
