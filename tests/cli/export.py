#!/usr/bin/env python3
"""Export: the same runs as CSV, JSON Lines and Parquet hold the same values,
FIT and GPX come back through import as they were, other programs read them
where they are there, and nothing is written over."""
import csv
import io
import json
import os
import struct
import subprocess
import sys
import zlib

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from archive_lib import *


# ---- a small reader of Parquet --------------------------------------------------------------
class Thrift:
    """Thrift's compact protocol, as dictionaries by field number"""
    def __init__(self, data, at=0):
        self.data, self.at = data, at

    def varint(self):
        v = shift = 0
        while True:
            b = self.data[self.at]
            self.at += 1
            v |= (b & 127) << shift
            shift += 7
            if b < 128:
                return v

    def zigzag(self):
        v = self.varint()
        return v >> 1 ^ -(v & 1)

    def value(self, kind):
        if kind in (1, 2):
            return kind == 1
        if kind in (4, 5, 6):
            return self.zigzag()
        if kind == 8:
            n = self.varint()
            self.at += n
            return self.data[self.at - n:self.at]
        if kind == 9:
            head = self.data[self.at]
            self.at += 1
            n = head >> 4 if head >> 4 < 15 else self.varint()
            return [self.value(head & 15) for _ in range(n)]
        assert kind == 12, kind
        return self.struct()

    def struct(self):
        out, last = {}, 0
        while True:
            head = self.data[self.at]
            self.at += 1
            if head == 0:
                return out
            last = last + (head >> 4) if head >> 4 else self.zigzag()
            out[last] = self.value(head & 15)


def levels(page, rows):
    """definition levels of one bit in runs, and what follows them"""
    size, out = struct.unpack_from('<I', page)[0], []
    t = Thrift(page, 4)
    while t.at < 4 + size:
        run = t.varint()
        assert run & 1 == 0, 'bit-packed'
        out += [page[t.at]] * (run >> 1)
        t.at += 1
    assert len(out) == rows, (len(out), rows)
    return out, page[4 + size:]


def values(data, kind, n):
    if kind == 6:
        out, at = [], 0
        for _ in range(n):
            size = struct.unpack_from('<I', data, at)[0]
            out.append(data[at + 4:at + 4 + size].decode())
            at += 4 + size
        assert at == len(data)
        return out
    code, size = {2: ('q', 8), 4: ('f', 4), 5: ('d', 8)}[kind]
    assert len(data) == n * size, (len(data), n)
    return list(struct.unpack(f'<{n}{code}', data))


def parquet(path):
    """{column: [value or None]}"""
    data = open(path, 'rb').read()
    assert data[:4] == data[-4:] == b'PAR1'
    footer = Thrift(data, len(data) - 8 - struct.unpack('<I', data[-8:-4])[0]).struct()
    schema = footer[2]
    assert schema[0][5] == len(schema) - 1
    names = [s[4].decode() for s in schema[1:]]
    table = {n: [] for n in names}
    for group in footer[4]:
        for name, chunk in zip(names, group[1]):
            meta = chunk[3]
            assert meta[3] == [name.encode()] and meta[5] == group[3]
            t = Thrift(data, meta[9])
            head = t.struct()
            assert t.at - meta[9] + head[3] == meta[7]
            page = zlib.decompress(data[t.at:t.at + head[3]], 31)
            assert len(page) == head[2]
            filled, rest = levels(page, head[5][1])
            got = iter(values(rest, meta[1], sum(filled)))
            table[name] += [next(got) if f else None for f in filled]
    assert all(len(v) == footer[3] for v in table.values())
    return table


# ---- the runs ---------------------------------------------------------------------------------
runs = make('runs', '--runs', '12', '--km', '3')
load('e.db', runs)
samples = os.path.join(os.environ['NIGGLE_SOURCE'], 'tests', 'samples', 'fit')
load('e.db', os.path.join(samples, 'ok_multisport_last.fit'),
     os.path.join(samples, 'ok_text.fit'), os.path.join(samples, 'ok_date_correlated.fit'))
numbers = [r[0] for r in ask('e.db', 'SELECT run FROM run WHERE same_as IS NULL ORDER BY run')]
records = ask('e.db', 'SELECT sum(nrecord) FROM run WHERE same_as IS NULL')[0][0]


def table(name, *more):
    o = Call('e.db', 'export', '--all-sports', '-o', at(name), *more)
    return o


for name in ('all.csv', 'all.jsonl', 'all.parquet'):
    o = table(name)
    check(f'{name}: written', o.code == 0 and not o.out + o.err, o.all)
with open(at('all.csv'), newline='') as f:
    rows = list(csv.DictReader(f))
lines = [json.loads(line) for line in open(at('all.jsonl'))]
columns = parquet(at('all.parquet'))
check('every record is in each of them', len(rows) == len(lines) == len(columns['run']) == records,
      (len(rows), len(lines), len(columns['run']), records))
check('in the order of the runs', sorted(set(columns['run'])) == numbers, numbers)


def as_number(name, text):
    return float(text) if name not in ('time', ) else text


def single(v):
    return struct.unpack('<f', struct.pack('<f', v))[0]


def stamp(ms):
    import datetime
    t = datetime.datetime(1970, 1, 1) + datetime.timedelta(milliseconds=ms)
    return t.strftime('%Y-%m-%dT%H:%M:%S') + (f'.{ms % 1000:03d}' if ms % 1000 else '') + 'Z'


bad = []
for name, column in columns.items():
    for i, v in enumerate(column):
        text, line = rows[i][name], lines[i].get(name)
        if (v is None) != (text == '') or (v is None) != (line is None):
            bad.append((name, i, v, text, line))
        elif v is not None and name == 'time':
            if not stamp(v) == text == line:
                bad.append((name, i, v, text, line))
        elif v is not None:
            exact = float(text) == float(line) and (float(text) == v or single(float(text)) == v)
            if not exact:
                bad.append((name, i, v, text, line))
check('the same values, to the last bit, in all three', not bad, bad[:5])
load('apps.db', os.path.join(samples, 'ok_developer_two_apps.fit'))
Call('apps.db', 'export', '-o', at('apps.parquet'), '--all-sports')
apps = [n for n in parquet(at('apps.parquet')) if n not in columns]
check('developer fields have columns of their own', apps == ['Power', 'Leg Spring Stiffness'], apps)
check('a stream that some runs lack is empty there, not nought',
      any(None in columns[n] and any(v is not None for v in columns[n]) for n in columns))

# ---- against what import kept -------------------------------------------------------------------
o = table('runs.csv', '--runs')
with open(at('runs.csv'), newline='') as f:
    summary = list(csv.DictReader(f))
want = ask('e.db', 'SELECT run, dist_m, nrecord FROM run WHERE same_as IS NULL ORDER BY run')
got = sorted((int(r['run']), float(r['dist_m']) if r['dist_m'] else None, int(r['records'])) for r in summary)
check('a row for each run, as it is kept', got == want, (got[:3], want[:3]))
table('runs.parquet', '--runs')
check('and as Parquet', sorted(zip(*[parquet(at('runs.parquet'))[k] for k in ('run', 'dist_m', 'records')])) == want)

# ---- cleaned ----------------------------------------------------------------------------------------
table('clean.parquet', '--clean')
clean = parquet(at('clean.parquet'))
check('--clean adds grade, flat-equivalent speed, movement and marks',
      all(any(v is not None for v in clean[n]) for n in ('grade', 'grade_sd', 'flat_mps', 'moving', 'repaired')))
check('and keeps every record', len(clean['run']) == records)

# ---- files ---------------------------------------------------------------------------------------------
o = Call('e.db', 'export', '--all-sports', '-f', 'fit', '-o', at('fit'))
files = sorted(os.listdir(at('fit')))
check('a FIT file for each run', o.code == 0 and files == sorted(f'run-{n}.fit' for n in numbers), o.all)
load('again.db', at('fit'))
q = '''SELECT start_ms / 1000, sport, sub_sport, round(dist_m, 2), round(timer_s, 3), nrecord, has_dynamics,
       (SELECT count(*) FROM lap WHERE lap.run = run.run), (SELECT count(*) FROM pause WHERE pause.run = run.run)
       FROM run WHERE same_as IS NULL ORDER BY start_ms, dist_m, nrecord'''
check('they come back as the same runs', ask('e.db', q) == ask('again.db', q), (ask('e.db', q), ask('again.db', q)))
one = [r[0] for r in ask('e.db', "SELECT run FROM run WHERE same_as IS NULL AND sport = 'running' ORDER BY nrecord DESC")][0]
p = subprocess.run([niggle, '--db', at('e.db'), 'export', str(one), '-f', 'gpx'], capture_output=True, env=environment)
check('GPX on standard output', p.returncode == 0 and p.stdout.startswith(b'<?xml') and p.stdout.count(b'<trkpt') > 100, p.stderr)

open(at('one.gpx'), 'wb').write(p.stdout)
load('gpx.db', at('one.gpx'))
check('and it is a run again', ask('gpx.db', 'SELECT sport, nrecord FROM run') == [('running', p.stdout.count(b'<trkpt'))],
      ask('gpx.db', 'SELECT sport, nrecord FROM run'))

# ---- other programs ----------------------------------------------------------------------------------------
script = '''const fs = require('fs'); (async () => { const { Decoder, Stream } = await import('@garmin/fitsdk');
let n = 0; for (const f of process.argv.slice(1)) { const d = new Decoder(Stream.fromByteArray([...fs.readFileSync(f)]));
if (!d.isFIT() || !d.checkIntegrity()) throw f; const { messages, errors } = d.read(); if (errors.length) throw errors[0];
n += (messages.recordMesgs || []).length; } console.log(n); })().catch(e => { console.error(String(e)); process.exit(1); });'''
modules = os.environ.get('NIGGLE_NODE_MODULES', '')
if os.path.isdir(os.path.join(modules, '@garmin', 'fitsdk')):
    p = subprocess.run(['node', '-e', script, *[at(f'fit/{f}') for f in files]], capture_output=True, text=True,
                       cwd=os.path.dirname(modules))
    check("the maker's own decoder reads every FIT file", p.returncode == 0 and p.stdout.strip() == str(records), p.stdout + p.stderr)
else:
    skip("the maker's own decoder reads every FIT file", 'NIGGLE_NODE_MODULES names no folder with @garmin/fitsdk')

# ---- asking wrongly ------------------------------------------------------------------------------------------
before = open(at('all.csv'), 'rb').read()
for sentence, arguments, code, word in (
        ('a file that is there stays', ['-o', at('all.csv')], 1, 'there already'),
        ('a run that is not there', ['999999', '-f', 'csv'], 4, 'no run 999999'),
        ('no number', ['x'], 2, 'not the number'),
        ('a format nobody has', ['-f', 'xlsx'], 2, 'none of csv'),
        ('an ending that tells nothing', ['-o', at('x.doc')], 2, 'does not tell'),
        ('several runs need a folder', ['-f', 'gpx'], 2, 'folder'),
        ('a folder that cannot be', ['-f', 'fit', '-o', at('all.csv')], 1, 'all.csv'),
        ('a table of runs is not FIT', ['--runs', '-f', 'fit'], 2, 'table'),
        ('a file in a folder that is not there', ['-o', at('no/such.csv')], 1, 'such.csv')):
    o = Call('e.db', 'export', *arguments)
    check(f'{sentence}: said', o.code == code and word in o.all, f'{o.code} {o.all}')
check('and it is as it was', open(at('all.csv'), 'rb').read() == before)
check('nothing half is left', not os.path.exists(at('x.doc')))
o = table('all.csv', '--force', '--runs')
check('--force writes over it', o.code == 0 and open(at('all.csv'), 'rb').read() != before, o.all)
p = subprocess.run(f'"{niggle}" --db "{at("e.db")}" export > /dev/full', shell=True, env=environment, capture_output=True, text=True)
check('a full disk is said', p.returncode == 1 and 'could not be written' in p.stderr, f'{p.returncode} {p.stderr}')
o = Call('none.db', 'export')
check('nothing to write: said', o.code != 0 and o.all.strip(), f'{o.code} {o.all}')
finish()
