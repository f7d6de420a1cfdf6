#!/bin/sh
# niggle import and niggle db as a person and a program use them.
. "${NIGGLE_SOURCE:=$(cd "$(dirname "$0")/../.." && pwd)}/tests/cli/lib.sh"
mkrun=${NIGGLE_BUILD:-$NIGGLE_SOURCE/build}/tools/mkrun
export NIGGLE_DB="$dir/deep/er/n.db"
"$mkrun" --quiet --end 2026-03-01 --runs 4 --km 5 --out "$dir/files" || exit 99
"$mkrun" --quiet --end 2026-03-01 --runs 1 --km 7 --damage cut --out "$dir/cut" || exit 99
echo hello >"$dir/files/notes.txt"

cat >"$dir/look.py" <<'PY'
import json, sys
o = json.load(open(sys.argv[1]))
print(eval(sys.argv[2]))
PY
seen() { # seen SENTENCE EXPRESSION EXPECTED: over the JSON of the last run
    got=$(python3 "$dir/look.py" "$dir/out" "$2" 2>&1)
    [ "$got" = "$3" ] && ok "$1" || not_ok "$1" "$got
expected $3"
}

# ---- words --------------------------------------------------------------------
run import
gives "import what?" 2 "Name files or folders"
run import --dry-run "$dir/files"
gives "a dry run" 0
prints "says what would happen" "4 would be imported, 1 of another kind, passed over"
run import "$dir/files" "$dir/cut"
gives "files and folders together" 0 "imported in part: the file ends early"
prints "sums" "4 imported, 1 imported in part, 1 of another kind, passed over"
[ "$(stat -c %a "$NIGGLE_DB")" = 600 ] && ok "the database is for this person alone" || not_ok "the database is for this person alone" "$(ls -l "$NIGGLE_DB")"
[ "$(stat -c %a "$dir/deep/er")" = 700 ] && ok "its folder, too" || not_ok "its folder, too"
run import "$dir/files" "$dir/cut"
gives "again" 0
prints "everything is already there" "5 already there, 1 of another kind"
run import --all "$dir/files"
gives "--all has a line for each" 0 "2026-03-01-1805.fit: already there."
cp "$dir/files/2026-03-01-1805.fit" "$dir/renamed.bin"
run import "$dir/renamed.bin"
prints "content decides, not the name" "1 already there"
mkdir "$dir/twice" && cp "$dir/files/2026-03-01-1805.fit" "$dir/twice/a.fit" && cp "$dir/twice/a.fit" "$dir/twice/b.fit"
run --db "$dir/other.db" import "$dir/twice"
prints "the same content twice in one import" "1 imported, 1 already there"
run --plain import "$dir/files"
prints "a record a line" "$(printf 'already_there\t%s' "$dir/files/2026-02-26")"
run -q import "$dir/files"
[ ! -s "$dir/err" ] && ok "--quiet has no remarks" || not_ok "--quiet has no remarks" "$(cat "$dir/err")"
weird="$dir/$(printf 'a\033[2Jb').fit" && echo x >"$weird"
run import "$weird"
grep -q "$(printf '\033')" "$dir/err" && not_ok "a file's name does not reach into the terminal" || ok "a file's name does not reach into the terminal"

# ---- JSON -----------------------------------------------------------------------
run --db "$dir/json.db" import --json "$dir/files" "$dir/cut" "$dir/missing.fit"
gives "one of several is missing" 3
seen "one object with the outcome of each file" "[f['outcome'] for f in o['files']]" \
    "['imported', 'imported', 'imported', 'imported', 'skipped', 'salvaged', 'failed']"
seen "and sums" "[o['totals'][k] for k in ('imported', 'salvaged', 'failed', 'runs', 'batch')]" "[4, 1, 1, 5, 1]"
seen "a damaged file has its reason" "bool(o['files'][5]['reason'])" True
run --db "$dir/json.db" import --json "$dir/missing.fit"
seen "all failed: still an object" "o['totals']['failed']" 1

# ---- originals -------------------------------------------------------------------
kept() { python3 -c 'import sqlite3, sys
print(sqlite3.connect(sys.argv[1]).execute("SELECT count(*) FROM original").fetchone()[0])' "$1"; }
[ "$(kept "$NIGGLE_DB")" = 5 ] && ok "the files are kept, too" || not_ok "the files are kept, too" "$(kept "$NIGGLE_DB")"
python3 - "$NIGGLE_DB" "$dir/files" >"$dir/seen" <<'PY'
import gzip, hashlib, os, sqlite3, sys
c = sqlite3.connect(sys.argv[1])
have = {}
for digest, coding, data in c.execute('SELECT hash, coding, bytes FROM original JOIN file USING (file)'):
    have[digest] = gzip.decompress(data) if coding == 'gzip' else data
for name in sorted(os.listdir(sys.argv[2])):
    if name.endswith('.fit'):
        data = open(os.path.join(sys.argv[2], name), 'rb').read()
        assert have[hashlib.blake2b(data, digest_size=32).digest()] == data, name
print('same')
PY
[ "$(cat "$dir/seen")" = same ] && ok "byte for byte" || not_ok "byte for byte"
run --db "$dir/lean.db" import --no-originals "$dir/files"
[ "$(kept "$dir/lean.db")" = 0 ] && ok "--no-originals keeps none" || not_ok "--no-originals keeps none"

# ---- db --------------------------------------------------------------------------
run db path
prints "where it is" "$NIGGLE_DB"
run db check
gives "whole" 0
prints "and what is in it" "activities 5"
run db check --json
seen "as JSON" "(o['sound'], o['files'], o['runs'], o['imports'])" "(True, 5, 5, 1)"
run db undo-import --dry-run --json
seen "what an undo would take back" "(o['batch'], o['runs'], o['dry_run'])" "(1, 5, True)"
run db undo-import 1
prints "taken back" "5 activities"
run db batches --json
seen "every import, and which was taken back" "[(b['batch'], b['runs'], bool(b['undone'])) for b in o['batches']]" "[(1, 0, True)]"
run import "$dir/files"
run db batches
prints "in words" "     2  "
prints "and what is no more" "taken back"
run db undo-import 1
gives "not twice" 4 "no import 1 to undo"
run db undo-import zwei
gives "not a number" 2 "is not the number of an import"
run db chek
gives "a slip of the finger" 2 "did you mean: niggle db check?"
run db
gives "db what?" 2 "niggle db path"
finish
