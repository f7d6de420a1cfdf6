#!/usr/bin/env python3
"""Archives that are damaged, lie, or were made to do harm: what can be read is
imported, the rest is said in a sentence, memory and disk stay as they were."""
import gzip
import os
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from archive_lib import *

MEMORY = 400 << 20  # of address space: libraries, threads' stacks, buffers
runs = make('runs', '--runs', '6', '--km', '3')
fits = [open(f'{runs}/{n}', 'rb').read() for n in sorted(os.listdir(runs))]


def outcome(db, data, name='x.zip', **options):
    o = load(db, write(name, data), memory=MEMORY, **options)
    o['seen'] = [(f['file'].split(' \u25b8 ')[-1], f['outcome'], f['reason']) for f in o['files']]
    return o


def says(o, words, outcome='failed'):
    return any(words in (reason or '') and how == outcome for _, how, reason in o['seen'])


# ---- names --------------------------------------------------------------------------------------
names = ['../../escaped.fit', '/tmp/escaped_absolutely.fit', '..\\escaped.fit', 'C:\\escaped.fit', 'a/../../../escaped.fit',
         'new\nline.fit', 'esc\x1b[2Jape.fit', b'not\xffutf8.fit', 'nul', '\u202egnp.fit', 'x' * 5000 + '.fit', '']
z = Zip()
for i, name in enumerate(names):
    z.add(name, fits[i % len(fits)] + bytes([i]))
before = sorted(os.listdir(folder))
o = outcome('names.db', z.bytes(), 'names.zip')
check('names that point outside, or are none: read, and nothing is written anywhere',
      o['totals']['imported'] + o['totals']['salvaged'] + o['totals']['already_there'] >= 10 and
      not [n for n in os.listdir(folder) if n not in before and not n.startswith('names.')] and
      not os.path.exists('/tmp/escaped_absolutely.fit'), o['seen'])
call = Call('names2.db', 'import', '--all', at('names.zip'))
check('and none of them reaches into the terminal', '\x1b' not in call.err and 'new?line.fit' in call.err and
      'not?utf8.fit' in call.err, call.all)
z = Zip().add('folder/', b'', method=0).add('.hidden.fit', fits[0]).add('__MACOSX/._1.fit', b'\0\5\x16\7')
check('folders, hidden files and shadows are passed over', outcome('hidden.db', z.bytes())['seen'][0][1] != 'imported')

# ---- what cannot be read -------------------------------------------------------------------------------
z = Zip().add('a.fit', fits[0], flags=0x801).add('b.fit', fits[1])
o = outcome('encrypted.db', z.bytes())
check('an encrypted entry: one sentence, the others are read', says(o, 'it is encrypted') and o['totals']['imported'] == 1, o['seen'])
z = Zip()
for i in range(500):
    z.add(f'{i}.fit', fits[0], flags=0x801)
write('all_encrypted.zip', z.bytes())
call = Call('encrypted2.db', 'import', at('all_encrypted.zip'))
check('five hundred of them: three lines and a count', call.code == 1 and call.err.count('it is encrypted') == 3 and '497 more' in call.err, call.all)
for method, word in ((9, 'Deflate64'), (12, 'bzip2'), (14, 'LZMA'), (93, 'Zstandard'), (95, 'XZ'), (99, 'in a way')):
    o = outcome('method.db', Zip().add('a.fit', fits[0], method=method).add('b.fit', fits[1]).bytes())
    check(f'packed by method {method}: said', says(o, word) and o['call'].code == 3, o['seen'])

# ---- damage ---------------------------------------------------------------------------------------------------
packed = deflated(fits[0])
o = outcome('crc.db', Zip().add('a.fit', fits[0], crc=1).add('b.fit', fits[1]).bytes())
check("a checksum that is wrong: read warily, and it is said", says(o, 'checksum', 'salvaged') and o['totals']['imported'] == 1, o['seen'])
hole = packed[:len(packed) // 2] + b'\xff' * 40 + packed[len(packed) // 2 + 40:]
o = outcome('hole.db', Zip().add('a.fit', fits[0], packed=hole).add('b.fit', fits[1]).bytes())
check('damage in the middle of packed data: what stands before it is read', says(o, 'damaged', 'salvaged') and
      o['totals']['imported'] == 1, o['seen'])
for size, what in ((len(fits[0]) * 2, 'too large'), (len(fits[0]) // 2, 'too small'), (0, 'nought')):
    o = outcome(f'size{size}.db', Zip().add('a.fit', fits[0], size=size).add('b.fit', fits[1]).bytes())
    check(f'a stated size that is {what}', o['totals']['imported'] == 1 and o['seen'][0][1] in ('salvaged', 'failed'), o['seen'])
o = outcome('lost.db', Zip().add('pad', bytes(len(fits[0])), method=0).add('a.fit', fits[0], at=10 ** 9).add('b.fit', fits[1]).bytes())
check('an entry that points beyond the end', says(o, 'not where its list says') and o['totals']['imported'] == 1, o['seen'])
whole_gz = gzip.compress(fits[2])
for cut in (0.9, 0.5, 0.05):
    part = whole_gz[:int(len(whole_gz) * cut)]
    o = outcome(f'gz{cut}.db', Zip().add('a.fit.gz', part).add('b.fit.gz', whole_gz).bytes())
    rows = ask(f'gz{cut}.db', 'SELECT nrecord, salvaged FROM run ORDER BY nrecord')
    check(f'a .gz of which {cut:.0%} is there gives what it can, marked', says(o, 'cut off', 'salvaged') and
          rows[0][1] == 1 and 0 < rows[0][0] < rows[-1][0] and rows[-1][1] == 0, f"{o['seen']} {rows}")
o = load('gzplain.db', write('cut.fit.gz', whole_gz[:len(whole_gz) // 2]))
check('outside of archives as well', o['files'][0]['outcome'] == 'salvaged' and 'cut off' in o['files'][0]['reason'], o['files'])
middle = bytes(Zip().add('a.fit', fits[0]).add('b.fit', fits[1]).add('c.fit', fits[2]).body)
from_b = middle.index(b'PK\3\4', 10)
o = outcome('resync.db', middle[:from_b - 30] + b'\0' * 60 + middle[from_b + 30:])
check('a header lost in an archive without directory: the next file is found', o['by'].get('c.fit', {}).get('outcome') == 'imported', o['seen'])

# ---- bombs ------------------------------------------------------------------------------------------------------------
def bomb_time(sentence, db, data, words, name='x.zip'):
    began = time.monotonic()
    o = outcome(db, data, name)
    size = os.path.getsize(at(db)) if os.path.exists(at(db)) else 0
    check(sentence, says(o, words) and o['totals']['runs'] == 0 and size < 1 << 20, o['seen'][:3])
    return time.monotonic() - began


quarter = deflated(fits[0][:14] + b'\0' * (1 << 28))
bomb_time('a packed quarter of a gigabyte of zeros', 'bomb1.db', Zip().add('a.fit', b'', packed=quarter, size=1 << 28).bytes(), 'do harm')
bomb_time('that says it is small', 'bomb2.db', Zip().add('a.fit', b'', packed=quarter, size=1000).bytes(), '')
bomb_time('in a stream, where no size is known', 'bomb3.db', plain_zip([('in.zip', Zip().add('a.bin', b'', packed=quarter, size=0).bytes())]), 'do harm')
kernel = deflated(bytes(range(256)) * 16000)
z = Zip().add('0.fit', b'', packed=kernel, size=4096000)
for i in range(1, 400):
    z.add(f'{i}.fit', b'', packed=kernel, size=4096000, at=0)
bomb_time('entries that share their bytes', 'bomb4.db', z.bytes(), 'share the same bytes')
nest = plain_zip([(f'{i}.fit', b'\0' * 4000000) for i in range(16)])
for level in range(3):
    nest = plain_zip([(f'{i}.zip', nest) for i in range(16)])
began = time.monotonic()
o = outcome('bomb5.db', nest)
check('zips of zips of zips, sixteen in each: stopped by the sum of bytes', (says(o, 'far more') or says(o, 'do harm')) and
      o['totals']['runs'] == 0, o['seen'][:5])
bomb_time('a tar.gz of zeros', 'bomb6.db', gzip.compress(b'\0' * (1 << 27)), '', 'x.tar.gz')
z = Zip()
for i in range(100000):
    z.add(f'{i}', b'', method=0)
o = outcome('many.db', z.bytes())
check('a hundred thousand empty files are no reason to refuse, nor any trouble', o['totals']['failed'] == 0 and
      o['totals']['skipped'] == 100000, o['totals'])
with open(at('sparse.fit'), 'wb') as f:
    f.truncate(4 << 30)
o = load('sparse.db', at('sparse.fit'), memory=MEMORY)
check('4 GiB of nothing', o['files'][0]['outcome'] == 'failed' and 'nothing but zeros' in o['files'][0]['reason'], o['files'])
with open(at('sparse.zip'), 'wb') as f:
    f.write(Zip().add('a.fit', fits[0]).bytes())
    f.truncate(4 << 30)
o = load('sparsez.db', at('sparse.zip'), memory=MEMORY)
check('an archive with 4 GiB of nothing behind it', o['totals']['imported'] == 1, o['call'].all)

# ---- archives that are none -----------------------------------------------------------------------------------------------
for name, data in (('empty.zip', Zip().bytes()), ('magic.zip', b'PK\3\4'), ('end.zip', b'PK\5\6' + b'\0' * 30),
                   ('tar.tar', b'\0' * 257 + b'ustar\0' + b'\0' * 300)):
    o = load('none.db', write(name, data))
    check(f'{name}: said', o['call'].code == 1 and o['files'] and all(f['outcome'] == 'failed' and f['reason'] for f in o['files']), o['call'].all)
o = load('renamed.db', write('renamed.fit', Zip().add('a.fit', fits[0]).bytes()))
check('a zip that calls itself .fit is opened all the same', o['totals']['imported'] == 1, o['call'].all)
o = load('inner.db', write('inner.zip', Zip().add('b.dat', Zip().add('a', fits[0]).bytes()).add('c', fits[1]).bytes()))
check('content decides inside, too', o['totals']['imported'] == 2, o['call'].all)
bad = []
source = Zip().add('a.fit', fits[0][:3000]).add('d/b.fit.gz', gzip.compress(fits[1][:3000])).add(
    'c.zip', Zip().add('x.fit', fits[2][:2000]).bytes()).bytes()
for i in range(0, len(source), 61):
    flipped = source[:i] + bytes([source[i] ^ 0xff]) + source[i + 1:]
    write(f'flip.zip', flipped)
    call = Call('flip.db', 'import', '--dry-run', at('flip.zip'))
    if call.code not in (0, 1, 3, 4):
        bad.append(f'byte {i}: {call.all}')
check('any byte may be wrong', not bad, '\n'.join(bad))
bad = [n for n in range(0, len(source), 97)
       if Call('cut.db', 'import', '--dry-run', write('cut.zip', source[:n])).code not in (0, 1, 3, 4)]
check('and any number of bytes missing', not bad, bad)
finish()
