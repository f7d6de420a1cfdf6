#!/bin/sh
# A disk that fails in the middle of an import: writes that find no room and
# flushes that fail, once or from then on, at many places. What was told stands,
# nothing is half there, and the next call completes it.
. "${NIGGLE_SOURCE:=$(cd "$(dirname "$0")/../.." && pwd)}/tests/cli/lib.sh"
mkrun=${NIGGLE_BUILD:-$NIGGLE_SOURCE/build}/tools/mkrun
if ! strace -qq -o "$dir/trace" -e inject=fsync:error=EIO:when=999 true 2>/dev/null; then
    skip "a disk that fails in the middle of an import" "strace is not here, or may not watch a program"
    finish
fi
"$mkrun" --quiet --end 2026-03-01 --runs 70 --km 1 --out "$dir/files" || exit 99
cat >"$dir/disk.py" <<'PY'
import json, os, re, sqlite3, subprocess, sys

niggle, folder, where, points = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
files = len(os.listdir(folder))
db = f'{where}/n.db'


# leaks cannot be looked for in a program that is watched
os.environ['ASAN_OPTIONS'] = os.environ.get('ASAN_OPTIONS', '') + ':detect_leaks=0'


def fresh():
    for end in ('', '-wal', '-shm', '-journal'):
        if os.path.exists(db + end):
            os.remove(db + end)


def importing(*before):
    p = subprocess.run([*before, niggle, '--today', '2026-03-01', '--db', db, 'import', folder], capture_output=True, text=True)
    told = re.search(r'Files: .*?(\d+) imported', p.stdout)
    return p.returncode, int(told.group(1)) if told else 0, p.stderr


def traced(rule):
    return ['strace', '-qq', '-o', f'{where}/trace', '-e', rule]


def calls(name):
    fresh()
    importing('strace', '-qq', '-o', f'{where}/trace', '-e', f'trace={name}')
    return sum(1 for line in open(f'{where}/trace') if line.startswith(name + '('))


def look():
    """runs in the database, and what is wrong with it"""
    if not os.path.exists(db) or not os.path.getsize(db):
        return 0, ''
    check = subprocess.run([niggle, '--json', '--db', db, 'db', 'check'], capture_output=True, text=True)
    if check.returncode:
        return 0, check.stderr or check.stdout
    c = sqlite3.connect(f'file:{db}?mode=ro', uri=True)
    half = c.execute('SELECT count(*) FROM run WHERE run NOT IN (SELECT run FROM stream)').fetchone()[0]
    c.close()
    return json.loads(check.stdout)['runs'], f'{half} half runs' if half else ''


count = 0
for name, error, what in (('pwrite64', 'ENOSPC', 'no room for a write'), ('fdatasync', 'EIO', 'a flush that fails')):
    total = calls(name)
    places = sorted({1 + i * (total - 1) // max(points - 1, 1) for i in range(points)})
    for once in (True, False):
        bad, failed, quiet = [], 0, 0
        for n in places:
            fresh()
            code, told, err = importing(*traced(f'inject={name}:error={error}:when={n}' + ('' if once else '+')))
            at = f'{name} {n} of {total}'
            failed += code != 0
            if code not in (0, 1) or (code == 1 and not re.search(r'^niggle: .+\.', err, re.M)):
                bad.append(f'{at}: exit {code}: {err}')
            have, wrong = look()
            if wrong:
                bad.append(f'{at}: {wrong}')
            if have < told or (code == 0 and have != files):
                bad.append(f'{at}: exit {code}, {told} told, {have} there')
            code, told, err = importing()
            if code or look() != (files, ''):
                bad.append(f'{at}, again: exit {code}, {look()} {err}')
        count += 1
        sentence = f"{what}, {'once' if once else 'and all after it'}: at {len(places)} places nothing is lost or half written"
        print(f"{'not ok' if bad else 'ok'} {count} - {sentence}")
        for line in bad[:20]:
            print('# ' + line.strip().replace('\n', '\n# '))
        print(f'# {failed} of {len(places)} imports failed')
        count += 1
        print(f"{'ok' if failed else 'not ok'} {count} - {what}: some of these imports notice")
print(f'1..{count}')
PY
python3 "$dir/disk.py" "$NIGGLE" "$dir/files" "$dir" "${NIGGLE_PLACES:-10}"
