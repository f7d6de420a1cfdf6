#!/bin/sh
# What an import leaves behind when it is killed, interrupted, or not alone:
# a whole database, no half run, and a second call that completes it.
. "${NIGGLE_SOURCE:=$(cd "$(dirname "$0")/../.." && pwd)}/tests/cli/lib.sh"
mkrun=${NIGGLE_BUILD:-$NIGGLE_SOURCE/build}/tools/mkrun
"$mkrun" --quiet --end 2026-03-01 --runs 240 --km 3 --out "$dir/files" || exit 99
kills=${NIGGLE_KILLS:-20}
cat >"$dir/kill.py" <<'PY'
import os, random, signal, sqlite3, subprocess, sys, time

niggle, folder, where, kills = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
files = len(os.listdir(folder))
count = 0


def say(good, what, why=''):
    global count
    count += 1
    print(f"{'ok' if good else 'not ok'} {count} - {what}")
    if not good:
        print('# ' + str(why).replace('\n', '\n# '))


def start(db):
    return subprocess.Popen([niggle, '--today', '2026-03-01', '--db', db, 'import', folder],
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def ask(db, sql):
    c = sqlite3.connect(f'file:{db}?mode=ro', uri=True)
    try:
        return c.execute(sql).fetchall()
    finally:
        c.close()


def fresh(name):
    for end in ('', '-wal', '-shm', '-journal'):
        if os.path.exists(f'{where}/{name}{end}'):
            os.remove(f'{where}/{name}{end}')
    return f'{where}/{name}'


def faults(db):
    """what is half there; empty when all is well"""
    out = []
    check = subprocess.run([niggle, '--db', db, 'db', 'check'], capture_output=True, text=True)
    if check.returncode:
        out.append(f'check: {check.stdout}{check.stderr}')
        return out
    for what, sql in (
            ('runs without columns', 'SELECT count(*) FROM run WHERE run NOT IN (SELECT run FROM stream)'),
            ('files without runs', "SELECT count(*) FROM file WHERE outcome = 'imported' AND file NOT IN (SELECT file FROM run)"),
            ('files without original', 'SELECT count(*) FROM file WHERE file NOT IN (SELECT file FROM original)'),
            ('runs twice', 'SELECT count(*) - count(DISTINCT hash) FROM file')):
        n = ask(db, sql)[0][0]
        if n:
            out.append(f'{n} {what}')
    return out


CONTENT = 'SELECT hex(hash), day, start_ms, dist_m, timer_s, nrecord, hex(packed) FROM file JOIN run USING (file) ' \
          'JOIN stream USING (run) ORDER BY hash, run.position'

# the import that nobody disturbs
db = fresh('whole.db')
began = time.monotonic()
p = start(db)
p.communicate()
took = time.monotonic() - began
want = ask(db, CONTENT)
say(p.returncode == 0 and len(want) == files and not faults(db), f'{files} files imported undisturbed', faults(db))

# killed at random moments
rng = random.Random(20260301)
bad, partly, rows_seen = [], 0, set()
for k in range(kills):
    db = fresh('killed.db')
    p = start(db)
    time.sleep(rng.uniform(0, took))
    p.kill()
    p.communicate()
    have = 0
    if os.path.exists(db) and os.path.getsize(db):
        for f in faults(db):
            bad.append(f'kill {k}: {f}')
        have = ask(db, 'SELECT count(*) FROM run')[0][0]
    rows_seen.add(have)
    partly += 0 < have < files
    again = start(db)
    out, err = again.communicate()
    if again.returncode or ask(db, CONTENT) != want or faults(db):
        bad.append(f'kill {k}, again: exit {again.returncode}, {len(ask(db, CONTENT))} runs, {faults(db)} {err}')
say(not bad, f'killed {kills} times: whole, no half run, and the next call completes it', '\n'.join(bad))
print(f'# runs found after a kill: {sorted(rows_seen)}, {partly} of {kills} in the middle')
say(partly > 0, 'some of the kills hit an import half way')

# interrupted by a person
hit = None
for k in range(20):
    db = fresh('stopped.db')
    p = start(db)
    deadline = time.monotonic() + 10
    while not os.path.exists(db) and time.monotonic() < deadline and p.poll() is None:
        time.sleep(0.002)
    time.sleep(rng.uniform(0.02, took * 0.7))
    p.send_signal(signal.SIGINT)
    out, err = p.communicate()
    if p.returncode == 3:
        hit = err
        break
say(hit is not None and 'stopped' in hit and 'go on' in hit, 'Ctrl-C: finishes what it writes and says how to go on', hit)
have = ask(db, 'SELECT count(*) FROM run')[0][0]
say(hit is not None and not faults(db) and str(have) in out, f'what it says is kept is what is kept', f'{have} runs; {out}')
p = start(db)
p.communicate()
say(p.returncode == 0 and ask(db, CONTENT) == want, 'the same command goes on and completes it')

# two at once
bad = []
for k in range(4):
    db = fresh('two.db')
    both = [start(db), start(db)]
    texts = [p.communicate() for p in both]
    codes = [p.returncode for p in both]
    if sorted(codes) not in ([0, 0], [0, 5]):
        bad.append(f'exit codes {codes}: {texts}')
    if 5 in codes and 'another program' not in texts[codes.index(5)][1]:
        bad.append(f'busy without a word: {texts}')
    if ask(db, CONTENT) != want or faults(db):
        bad.append(f'round {k}: {len(ask(db, CONTENT))} runs, {faults(db)}')
say(not bad, 'two imports of the same folder at once: nothing lost, nothing twice', '\n'.join(bad))

# a writer that never lets go
c = sqlite3.connect(db, isolation_level=None)
c.execute('BEGIN IMMEDIATE')
other = f'{where}/more'
os.makedirs(other, exist_ok=True)
name = sorted(os.listdir(folder))[0]
with open(f'{folder}/{name}', 'rb') as f, open(f'{other}/new.fit', 'wb') as g:
    g.write(f.read() + b'\0' * 7)
p = subprocess.run([niggle, '--db', db, 'import', other], capture_output=True, text=True)
c.execute('ROLLBACK')
say(p.returncode == 5 and 'another program' in p.stderr, 'a database that stays busy: exit code 5 and a sentence',
    f'{p.returncode} {p.stderr}')
print(f'1..{count}')
PY
python3 "$dir/kill.py" "$NIGGLE" "$dir/files" "$dir" "$kills"
