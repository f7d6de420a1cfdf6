"""What the tests of archives share: TAP, calls of the program, looking into a
database, and building archives byte by byte."""
import io
import json
import os
import resource
import shutil
import sqlite3
import struct
import subprocess
import tempfile
import zipfile
import zlib

build = os.environ['NIGGLE_BUILD']
niggle, mkrun = f'{build}/src/niggle', f'{build}/tools/mkrun'
count = failed = 0
folder = tempfile.mkdtemp()
environment = {'HOME': folder, 'TERM': 'xterm', 'TZ': 'UTC0', 'PATH': os.environ['PATH'],
               **{k: v for k, v in os.environ.items() if k.endswith('SAN_OPTIONS')}}


def check(sentence, good, seen=''):
    global count, failed
    count += 1
    print(f'{"ok" if good else "not ok"} {count} - {sentence}', flush=True)
    if not good:
        failed += 1
        print('\n'.join('# ' + line for line in str(seen)[-3000:].splitlines()))


def skip(sentence, why):
    global count
    count += 1
    print(f'ok {count} - {sentence} # SKIP {why}')


def finish():
    shutil.rmtree(folder, ignore_errors=True)
    print(f'1..{count}')
    raise SystemExit(failed > 0)


def at(name):
    return os.path.join(folder, name)


def make(name, *arguments):
    subprocess.run([mkrun, '--quiet', '--end', '2026-03-01', '--out', at(name), *arguments], check=True)
    return at(name)


class Call:
    """niggle with a database of its own"""
    def __init__(self, db, *arguments, memory=None):
        limit = None
        if memory and 'ASAN_OPTIONS' not in os.environ:
            limit = lambda: resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        p = subprocess.run([niggle, '--today', '2026-03-01', '--db', at(db), *arguments], capture_output=True, env=environment,
                           preexec_fn=limit, timeout=110, cwd=folder)
        self.code, self.out, self.err = p.returncode, p.stdout.decode('utf-8', 'strict'), p.stderr.decode('utf-8', 'strict')
        self.all = f'exit {self.code}\n{self.out}\n{self.err}'

    def json(self):
        return json.loads(self.out)


def load(db, *arguments, **options):
    """import --json: the object, with outcomes by the last part of the path"""
    call = Call(db, 'import', '--json', *arguments, **options)
    o = call.json()
    o['call'] = call
    o['by'] = {f['file'].split(' \u25b8 ')[-1]: f for f in o['files']}
    return o


def ask(db, sql):
    c = sqlite3.connect(f'file:{at(db)}?mode=ro', uri=True)
    try:
        return c.execute(sql).fetchall()
    finally:
        c.close()


# what is in a database, whatever moment and order it came in
CONTENT = '''SELECT hex(hash), file.format, outcome, run.position, day, start_ms, run.sport, run.name, dist_m, timer_s, elapsed_s, nrecord,
             hex(packed), same_as IS NULL, source, said.name, about, note, gear, said.effort_rpe
             FROM file JOIN run USING (file) JOIN stream USING (run) LEFT JOIN said USING (run) ORDER BY hash, run.position, source'''


def content(db):
    return ask(db, CONTENT)


def whole(db):
    return Call(db, 'db', 'check')


# ---- zip by hand: anything may be false ---------------------------------------------------
def deflated(data):
    c = zlib.compressobj(9, zlib.DEFLATED, -15)
    return c.compress(data) + c.flush()


class Zip:
    def __init__(self):
        self.body, self.directory, self.n = bytearray(), bytearray(), 0

    def add(self, name, data, method=8, packed=None, size=None, crc=None, flags=0x800, at=None, local=True, extra=b''):
        name = name if isinstance(name, bytes) else name.encode()
        packed = (deflated(data) if method == 8 else data) if packed is None else packed
        size = len(data) if size is None else size
        crc = zlib.crc32(data) if crc is None else crc
        where = len(self.body) if at is None else at
        if local and at is None:
            self.body += struct.pack('<4s5H3I2H', b'PK\3\4', 20, flags, method, 0, 0x5c61, crc, len(packed), min(size, 0xffffffff),
                                     len(name), 0) + name + packed
        self.directory += struct.pack('<4s6H3I5H2I', b'PK\1\2', 20, 20, flags, method, 0, 0x5c61, crc, len(packed),
                                      min(size, 0xffffffff), len(name), len(extra), 0, 0, 0, 0, where) + name + extra
        self.n += 1
        return self

    def bytes(self):
        end = struct.pack('<4s4H2IH', b'PK\5\6', 0, 0, min(self.n, 65535), min(self.n, 65535), len(self.directory), len(self.body), 0)
        return bytes(self.body + self.directory + end)


def write(name, data):
    with open(at(name), 'wb') as f:
        f.write(data)
    return at(name)


def plain_zip(members, method=zipfile.ZIP_DEFLATED):
    b = io.BytesIO()
    with zipfile.ZipFile(b, 'w', method) as z:
        for name, data in members:
            z.writestr(name, data)
    return b.getvalue()
