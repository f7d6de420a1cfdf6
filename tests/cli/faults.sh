#!/bin/sh
# niggle import and niggle db when things go wrong: one clear sentence, the
# documented exit code, nothing lost, nothing half written.
. "${NIGGLE_SOURCE:=$(cd "$(dirname "$0")/../.." && pwd)}/tests/cli/lib.sh"
mkrun=${NIGGLE_BUILD:-$NIGGLE_SOURCE/build}/tools/mkrun
db="$dir/n.db"
export NIGGLE_DB="$db"

make() { "$mkrun" --quiet --end 2026-03-01 --out "$@" || exit 99; }
fresh() { rm -f "$dir"/n.db*; }
no_database() { none "$1" "$(ls "$dir"/n.db* 2>/dev/null)"; }
query() { # query SQL: the first column of the first row
    python3 -c 'import sqlite3, sys
print(sqlite3.connect("file:%s?mode=ro" % sys.argv[1], uri=True).execute(sys.argv[2]).fetchone()[0])' "$db" "$1"
}
counts() { # counts SENTENCE RUNS
    n=$(query 'SELECT count(*) FROM run')
    [ "$n" = "$2" ] && ok "$1" || not_ok "$1" "$n runs, expected $2"
}
whole() {
    "$NIGGLE" db check >"$dir/check" 2>&1 && ok "$1" || not_ok "$1" "$(cat "$dir/check")"
}

make "$dir/good" --runs 6 --km 5

# ---- files ------------------------------------------------------------------
run import "$dir/nothing.fit"
gives "a missing file: said, and the program failed" 1 "nothing.fit: there is no such file"
no_database "no database is made for it"
mkdir "$dir/empty"
run import "$dir/empty"
gives "an empty folder holds no activity" 4 "no recorded activity was found"
no_database "no database is made for an empty folder"
echo "buy milk" >"$dir/empty/list.txt"
run import "$dir/empty"
gives "nor does a folder with a shopping list" 4 "no recorded activity was found"
run import "$dir/empty/list.txt"
gives "a file of another kind, given by name, failed" 1 "not a FIT, GPX or TCX file"
: >"$dir/zero.fit"
run import "$dir/zero.fit"
gives "zero bytes" 1 "zero.fit: this is an empty file"
if truncate -s 4G "$dir/zeros.fit" 2>/dev/null; then
    # reading all of it would take more than this much processor time
    (ulimit -t 1 && "$NIGGLE" import "$dir/zeros.fit" >"$dir/out" 2>"$dir/err")
    code=$?
    gives "four gigabytes of zeros are refused from their first bytes" 1 "nothing but zeros"
    rm -f "$dir/zeros.fit"
else
    skip "four gigabytes of zeros are refused from their first bytes" "no sparse files here"
fi
cp "$dir/good/"*-01-*.fit "$dir/unreadable.fit"
chmod 0 "$dir/unreadable.fit"
if [ -r "$dir/unreadable.fit" ]; then
    skip "a file that may not be read" "this user may read everything"
else
    run import "$dir/unreadable.fit"
    gives "a file that may not be read" 1 "reading it is not allowed"
fi
rm -f "$dir/unreadable.fit"

for damage in cut flip lost sum; do
    fresh
    make "$dir/$damage" --runs 1 --km 5 --damage $damage
    run import "$dir/$damage"
    gives "damage ($damage): what can be read is imported, and said" 0 "imported in part"
    counts "damage ($damage): one run is there" 1
done
fresh
head -c 20 "$dir/good/2026-03-01-1805.fit" >"$dir/stub.fit"
run import "$dir/stub.fit"
gives "too little left of a file to salvage anything" 1 "stub.fit:"

# ---- folders ---------------------------------------------------------------------
fresh
mkdir -p "$dir/loop/deep"
cp "$dir/good/2026-03-01-1805.fit" "$dir/loop/deep/"
ln -s .. "$dir/loop/deep/up"
ln -s deep "$dir/loop/again"
run import "$dir/loop"
gives "folders that link in a circle come to an end" 0
counts "and their file is there once" 1
ln -s itself "$dir/loop/itself"
run import "$dir/loop/itself"
gives "a link to itself" 1 "the link leads in a circle"
fresh
mkdir "$dir/mixed"
cp "$dir/good"/*.fit "$dir/mixed/" && cp "$dir/stub.fit" "$dir/mixed/a.fit" && echo x >"$dir/mixed/readme.txt"
run import "$dir/mixed"
gives "one bad file among good ones: the rest is imported" 3 "a.fit:"
counts "six runs are there" 6
run import "$dir/mixed"
gives "again: the same code, nothing new" 3
counts "still six" 6
mkfifo "$dir/mixed/pipe.fit" && run import "$dir/mixed/pipe.fit"
gives "a pipe is not waited for" 1 "not a file"

# ---- what a run is ------------------------------------------------------------------
fresh
for format in fit gpx tcx; do make "$dir/$format" --runs 3 --km 8 --format $format; done
run import "$dir/gpx" "$dir/fit" "$dir/tcx"
gives "the same runs in three formats" 0
n=$(query 'SELECT count(*) FROM run WHERE same_as IS NULL')
[ "$n" = 3 ] && ok "each outing counts once" || not_ok "each outing counts once" "$n count"
n=$(query "SELECT count(*) FROM run JOIN file USING (file) WHERE same_as IS NULL AND format = 'fit'")
[ "$n" = 3 ] && ok "and it is the richest recording that counts" || not_ok "and it is the richest recording that counts" "$n of FIT"
gzip -k "$dir/fit/"*.fit
run import "$dir/fit"
gives "the same files packed" 0
n=$(query 'SELECT count(*) FROM run WHERE same_as IS NULL')
[ "$n" = 3 ] && ok "packed or not, an outing counts once" || not_ok "packed or not, an outing counts once" "$n count"
fresh
"$mkrun" --quiet --end 2031-05-01 --runs 1 --km 5 --out "$dir/future"
run import "$dir/future"
gives "a date in the future is imported and said" 0 "2031-05-01, which is in the future"
counts "it is there" 1

# ---- trying, and taking back ----------------------------------------------------------
fresh
run import --dry-run "$dir/good"
gives "a dry run reads everything" 0
no_database "a dry run makes no database"
run import "$dir/good"
sum=$(sha256sum <"$db")
run import --dry-run "$dir/fit"
[ "$sum" = "$(sha256sum <"$db")" ] && ok "a dry run leaves the database byte for byte" || not_ok "a dry run leaves the database byte for byte"
run import "$dir/fit"
run db undo-import --dry-run
gives "what an undo would take back" 0
counts "trying an undo changes nothing" 12
run db undo-import
gives "the last import is taken back" 0
counts "the runs before it are there" 6
run db undo-import 99
gives "there is no such import" 4 "no import 99"
run import "$dir/fit"
counts "what was taken back can be imported again" 12
run db undo-import && run db undo-import
counts "all imports taken back: no runs" 0
run db undo-import
gives "and then there is nothing to undo" 4 "no import to undo"
whole "the database is whole after all that"

# ---- databases ------------------------------------------------------------------------------
untouched() { # untouched SENTENCE
    [ "$sum" = "$(sha256sum <"$db")" ] && ok "$1" || not_ok "$1"
}
sql() { python3 -c 'import sqlite3, sys
c = sqlite3.connect(sys.argv[1]); c.executescript(sys.argv[2]); c.commit(); c.close()' "$db" "$1"; }
fresh
run import "$dir/good"
sql 'PRAGMA wal_checkpoint(TRUNCATE); PRAGMA user_version = 99'
sum=$(sha256sum <"$db")
run import "$dir/fit"
gives "a database of a newer version is refused" 5 "is of version 99"
run runs
gives "also by a verb that reads" 5 "is of version 99"
untouched "and stays as it is"
fresh
sql 'CREATE TABLE recipes (name TEXT)'
sum=$(sha256sum <"$db")
run import "$dir/good"
gives "the database of another program is refused" 1 "another program"
untouched "and stays as it is, too"
fresh
cp "$NIGGLE_SOURCE/README.md" "$db"
sum=$(sha256sum <"$db")
run import "$dir/good"
gives "a file that is no database is refused" 1 "is not a database"
untouched "and is not written over"
fresh
run runs
gives "no database yet" 4 "Begin with: niggle import"
run import "$dir/good"
python3 - "$db" <<'PY'
import sys
f = open(sys.argv[1], 'r+b')
f.seek(0, 2)
size = f.tell()
for at in range(4096 * 3, size - 4096, 4096 * 7):
    f.seek(at + 100)
    f.write(b'\xa5' * 900)
PY
run db check
gives "a damaged database is seen" 1 "damaged"

# ---- a full disk ------------------------------------------------------------------------------
full() { # full SENTENCE: after an import that ran out of room
    gives "$1" 1 "$2"
    n=$(query 'SELECT count(*) FROM run WHERE run NOT IN (SELECT run FROM stream)')
    [ "$n" = 0 ] && ok "$1: no half run" || not_ok "$1: no half run" "$n"
    whole "$1: the database is whole"
}
make "$dir/more" --runs 20 --km 10
fresh
run import "$dir/good"
(trap '' XFSZ && ulimit -f 900 && "$NIGGLE" import "$dir/more" >"$dir/out" 2>"$dir/err")
code=$?
full "a file that may grow no further" "niggle:"
run import "$dir/more"
gives "with room again the import goes on" 0
counts "and all runs are there" 26
mkdir "$dir/small"
if mount -t tmpfs -o size=2m none "$dir/small" 2>/dev/null; then
    trap 'umount "$dir/small"; rm -rf "$dir"' EXIT
    db="$dir/small/n.db"
    NIGGLE_DB="$db" run import "$dir/good"
    NIGGLE_DB="$db" run import "$dir/more"
    NIGGLE_DB="$db" full "a full disk" "full"
else
    skip "a full disk" "a small file system cannot be mounted here"
fi
finish
