#!/bin/sh
# niggle db: where it is, is it whole, and what is refused.
. "${NIGGLE_SOURCE:=$(cd "$(dirname "$0")/../.." && pwd)}/tests/cli/lib.sh"
: "${MKRUN:=${NIGGLE_BUILD:-$NIGGLE_SOURCE/build}/tools/mkrun}"

run db path
prints "the usual place" "$XDG_DATA_HOME/niggle/niggle.db"
run --db "$dir/here.db" db path --json
prints "another place" "{\"path\":\"$dir/here.db\"}"
[ ! -e "$dir/here.db" ] && ok "asking makes nothing" || not_ok "asking makes nothing"
run db check
refuses "there is none yet" 4 "there is no database"
run db chek
refuses "a slip" 2 "did you mean: niggle db check?"
run db
refuses "no word" 2 "write: niggle db path, niggle db check"
run db undo-import x
refuses "not a number" 2 '"x" is not the number of an import'

mkdir "$dir/files"
"$MKRUN" --out "$dir/files" --runs 4 --km 5 --quiet
db="$dir/a.db"
run --db "$db" --quiet import "$dir/files"
run --db "$db" db check
prints "a sound database" "The database is whole."
prints "and what is in it" "activities 4"
[ "$(sqlite3 "$db" 'PRAGMA journal_mode')" = wal ] && ok "it keeps a write-ahead log" || not_ok "it keeps a write-ahead log"
[ "$(sqlite3 "$db" 'PRAGMA application_id')" = 1315399532 ] && ok "and says whose it is" || not_ok "and says whose it is" "$(sqlite3 "$db" 'PRAGMA application_id')"

# from a newer version
cp "$db" "$dir/newer.db"
sqlite3 "$dir/newer.db" 'PRAGMA journal_mode=DELETE; PRAGMA user_version=99' >/dev/null
cp "$dir/newer.db" "$dir/was.db"
for verb in "db check" "runs" "import $dir/files" "db undo-import"; do
    run --db "$dir/newer.db" $verb
    refuses "a newer database: $verb" 5 "is of version 99; this program knows versions up to"
done
same "it is left as it was" "$dir/was.db" "$dir/newer.db"
[ ! -e "$dir/newer.db-wal" ] && ok "with nothing beside it" || not_ok "with nothing beside it"

# of another program
sqlite3 "$dir/foreign.db" 'CREATE TABLE bookmark (url); INSERT INTO bookmark VALUES (1)'
cp "$dir/foreign.db" "$dir/was.db"
run --db "$dir/foreign.db" import "$dir/files"
refuses "the database of another program" 1 "is the database of another program"
same "it is left as it was, too" "$dir/was.db" "$dir/foreign.db"
echo hello >"$dir/text"
run --db "$dir/text" runs
refuses "not a database at all" 1 "is not a database"

# damaged
head -c 20000 "$db" >"$dir/hurt.db"
run --db "$dir/hurt.db" db check
gives "a cut database" 1 "damaged"
root=$(sqlite3 "$db" "SELECT rootpage FROM sqlite_schema WHERE name = 'run_start'")
cp "$db" "$dir/hurt.db"
head -c 64 /dev/urandom | dd of="$dir/hurt.db" bs=1 seek=$(((root - 1) * 4096)) conv=notrunc 2>/dev/null
run --db "$dir/hurt.db" db check
gives "a damaged index" 1 "damaged"
finish
