#!/bin/sh
# An import in which one call to the system fails, or is the last: every write,
# sync and cut, with a full disk, a broken one, and a kill. Every seventh call,
# or every one with NIGGLE_EVERY=1.
. "${NIGGLE_SOURCE:=$(cd "$(dirname "$0")/../.." && pwd)}/tests/cli/lib.sh"
: "${MKRUN:=${NIGGLE_BUILD:-$NIGGLE_SOURCE/build}/tools/mkrun}"

if ! strace -qq -o /dev/null true 2>/dev/null; then
    skip "every call of an import fails in turn" "strace is not here, or may not trace"
    finish
fi
case "$(ldd "$NIGGLE" 2>/dev/null)$(nm -D "$NIGGLE" 2>/dev/null)" in
*asan*) skip "every call of an import fails in turn" "the sanitizer does not like to be traced"; finish ;;
esac

mkdir "$dir/old" "$dir/new"
"$MKRUN" --out "$dir/old" --runs 2 --km 1 --end 2026-01-31 --quiet
"$MKRUN" --out "$dir/new" --runs 3 --km 1 --end 2026-02-28 --quiet
run --quiet --db "$dir/base.db" import "$dir/old"
calls=pwrite64,write,fsync,fdatasync,ftruncate

runs() { sqlite3 "$dir/x.db" 'SELECT count(*) FROM run JOIN stream USING (run)' 2>&1; }

# fails WHAT INJECTION FIRST-CALLS: the n-th of the calls, for n = 1, 2, … until the import is left alone
fails() {
    n=1 wrong= untouched=0
    while [ "$n" -le 300 ]; do
        rm -f "$dir"/x.db*
        [ "$3" = new ] || cp "$dir/base.db" "$dir/x.db"
        strace -qq -f -o "$dir/trace" -e trace=$calls -e inject="$calls:$2:when=$n" \
            "$NIGGLE" --quiet --json --today 2026-03-01 --db "$dir/x.db" import "$dir/new" >"$dir/out" 2>"$dir/err"
        code=$?
        reached=$(grep -cE 'INJECTED|KILL' "$dir/trace")
        told=$(grep -oE '"outcome":"imported"' "$dir/out" | wc -l)
        before=2 && [ "$3" = new ] && before=0
        "$NIGGLE" --db "$dir/x.db" db check >"$dir/check" 2>&1
        sound=$?
        kept=0 && [ "$sound" -ne 0 ] || kept=$(runs)
        # no database yet is sound, too, where there was none
        [ "$sound" -eq 4 ] && [ "$3" = new ] && sound=0 && kept=0
        [ "$sound" -eq 0 ] && { [ "$kept" = "$before" ] || [ "$kept" = $((before + 3)) ]; } ||
            wrong="$wrong
call $n: $kept kept of $((before + 3)), check $sound: $(head -2 "$dir/check" "$dir/err" "$dir/trace")"
        [ "$told" -eq 0 ] || [ "$kept" = $((before + told)) ] || wrong="$wrong
call $n: $told told, $kept kept"
        "$NIGGLE" --quiet --today 2026-03-01 --db "$dir/x.db" import "$dir/new" >/dev/null 2>"$dir/err"
        [ "$(runs)" = $((before + 3)) ] || wrong="$wrong
call $n: the next import does not complete it: $(cat "$dir/err")"
        [ "$reached" -gt 0 ] || { untouched=1 && break; }
        n=$((n + ${NIGGLE_EVERY:-7}))
    done
    [ "$untouched" = 1 ] && [ "$n" -gt 5 ] || wrong="$wrong
the last of the calls was not found up to $n"
    none "$1 (to call $n)" "$wrong"
}

fails "a full disk at every call: told is kept, nothing is half done" error=ENOSPC old
fails "a disk that fails at every call" error=EIO old
fails "killed at every call" signal=KILL old
fails "killed at every call while the database is made" signal=KILL new
finish
