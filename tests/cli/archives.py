#!/usr/bin/env python3
"""Archives as vendors hand them out: every run is there, whatever the archive
is packed in and however many threads read it; lists name runs and add what has
no recording; an import can be killed, resumed, undone, and done again."""
import gzip
import hashlib
import io
import os
import random
import signal
import subprocess
import sys
import tarfile
import time
import zipfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from archive_lib import *

strava = make('strava.zip', '--archive', 'strava', '--runs', '40', '--km', '3', '--format', 'mixed')
members = [(i.filename, zipfile.ZipFile(strava).read(i)) for i in zipfile.ZipFile(strava).infolist()]
recordings = sum(n.startswith('activities/') for n, _ in members)

# ---- Strava ---------------------------------------------------------------------------------
o = load('s.db', strava)
t = o['totals']
check('a Strava archive: every recording, and the activities without one',
      (recordings, t['imported'], t['runs'], t['runs_listed'], t['failed']) == (38, 39, 40, 2, 0), o['call'].all)
check('what the list says is kept beside the run',
      ask('s.db', "SELECT count(*), count(DISTINCT run), sum(note LIKE '%glute tight%') FROM said WHERE source = 'strava'") == [(40, 40, 1)],
      ask('s.db', 'SELECT * FROM said LIMIT 5'))
check('a quote, a comma and a line end in a note come through',
      ask('s.db', "SELECT note FROM said WHERE note LIKE 'Hamstring%'")[0][0] ==
      'Hamstring niggle again high up,\nnear the sit bone. Stopped at "the bridge".')
check('metres and seconds are taken, not what the page shows; the sport and the day as well',
      ask('s.db', "SELECT count(*) FROM run JOIN file USING (file) WHERE file.format = 'strava' AND dist_m BETWEEN 2990 AND 3010 "
                  "AND elapsed_s > 900 AND sport = 'running' AND mean_cadence_spm > 150 AND nrecord = 0") == [(2,)],
      ask('s.db', "SELECT run.* FROM run JOIN file USING (file) WHERE file.format = 'strava'"))
check('the date is read with and without the narrow space',
      ask('s.db', "SELECT count(DISTINCT day) FROM run") == [(40,)])
check('pictures and other lists are passed over and counted by kind',
      {k['name'] for k in t['passed_over']} == {'a JPEG picture', 'a text file'}, t)
check('sums by year', t['years'] and sum(y['n'] for y in t['years']) == 40, t['years'])
again = load('s.db', strava)
check('again: everything is already there', again['totals']['already_there'] == 39 and again['totals']['batch'] is None, again['call'].all)
call = Call('s.db', 'import', strava)
check('in words, too', call.code == 0 and '39 already there' in call.out, call.all)
check('the database is whole', whole('s.db').code == 0)

notes = Call('s.db', 'notes', '--json').json()['notes']
check('notes that may be about pain are shown, newest first', len(notes) == 3 and notes[0]['day'] > notes[-1]['day'] and
      all(n['word'] for n in notes), notes)
check('with the word that made them so', [n['word'] for n in notes] == ['Sore', 'Hamstring', 'glute'], [n['word'] for n in notes])
everything = Call('s.db', 'notes', '--all', '--json').json()['notes']
check('--all shows the others, too', len(everything) > len(notes) and any('shoes' in (n['note'] or '') for n in everything), everything)
check('a database without notes says so', Call('s.db', 'db', 'undo-import', '1').code == 0 and
      Call('s.db', 'notes').code == 4, Call('s.db', 'notes').all)
check('undone: nothing of it is left', ask('s.db', 'SELECT (SELECT count(*) FROM run) + (SELECT count(*) FROM said) + '
                                                  '(SELECT count(*) FROM file)') == [(0,)])
o = load('s.db', strava)
check('and imported again', o['totals']['runs'] == 40, o['call'].all)
want = content('s.db')

# ---- the same in other dress ----------------------------------------------------------------------
for jobs in ('1', '2', '7'):
    o = load(f'jobs{jobs}.db', '--jobs', jobs, strava)
    if jobs == '1':
        first = o
    check(f'{jobs} at a time: the same runs', content(f'jobs{jobs}.db') == want)
    check(f'{jobs} at a time: told in the same order', o['files'] == first['files'])
    check(f'{jobs} at a time: kept in the same order', ask(f'jobs{jobs}.db', 'SELECT file, hash, name FROM file ORDER BY file') ==
          ask('jobs1.db', 'SELECT file, hash, name FROM file ORDER BY file'))
os.makedirs(at('unpacked/deeper/export'))
zipfile.ZipFile(strava).extractall(at('unpacked/deeper/export'))
load('folder.db', at('unpacked'))
check('unpacked into a folder of any name', content('folder.db') == want)
b = io.BytesIO()
with tarfile.open(fileobj=b, mode='w:gz') as z:
    for name, data in members:
        i = tarfile.TarInfo('export_of_somebody_with_a_very_long_name_that_does_not_fit_into_the_hundred_bytes_of_an_old_header/' + name)
        i.size = len(data)
        z.addfile(i, io.BytesIO(data))
write('s.tar.gz', b.getvalue())
load('tgz.db', at('s.tar.gz'))
check('as tar.gz, with names longer than a tar header', content('tgz.db') == want)
write('s.tar', gzip.decompress(b.getvalue()))
load('tar.db', at('s.tar'))
check('as tar', content('tar.db') == want)
with tarfile.open(at('gnu.tar'), 'w', format=tarfile.GNU_FORMAT) as z:
    z.add(at('unpacked'), 'x' * 90)
load('gnu.db', at('gnu.tar'))
check("as GNU's tar", content('gnu.db') == want)
raw = open(strava, 'rb').read()
write('nodir.zip', raw[:raw.rindex(b'PK\1\2', 0, raw.index(b'PK\1\2') + 4)])
o = load('nodir.db', at('nodir.zip'))
check('without its directory: all is read from the front, and it is said',
      content('nodir.db') == want and o['totals']['failed'] == 1 and 'ends early' in o['files'][-2]['reason'], o['call'].all)
write('cut.zip', raw[:len(raw) // 2])
o = load('cut.db', at('cut.zip'))
check('cut in the middle: what is readable is imported', 10 < o['totals']['imported'] < 30 and o['totals']['failed'] >= 1 and
      o['totals']['salvaged'] == 1 and o['call'].code == 3 and
      set(r[0] for r in content('cut.db') if r[2] == 'imported') < set(r[0] for r in want), o['call'].all)
check('the rest comes with the whole archive', load('cut.db', strava)['totals']['failed'] == 0 and
      len([r for r in content('cut.db') if r[14] == 'strava']) == 40)
nested = raw
for depth in range(2, 6):
    nested = plain_zip([('inner.zip', nested)], zipfile.ZIP_STORED if depth % 2 else zipfile.ZIP_DEFLATED)
    write(f'deep{depth}.zip', nested)
load('deep4.db', at('deep4.zip'))
check('four archives in one another', content('deep4.db') == want)
o = load('deep5.db', at('deep5.zip'))
check('five: said, not opened', o['totals']['runs'] == 0 and 'more than four deep' in o['files'][0]['reason'], o['call'].all)
check('tar.gz in zip', len([load('tz.db', write('tz.zip', plain_zip([('a.tgz', open(at('s.tar.gz'), 'rb').read())])))]) == 1 and
      content('tz.db') == want)
big = io.BytesIO()
with zipfile.ZipFile(big, 'w', zipfile.ZIP_DEFLATED) as z:
    for name, data in members:
        with z.open(name, 'w', force_zip64=True) as f:
            f.write(data)
load('zip64.db', write('zip64.zip', big.getvalue()))
check('zip64', content('zip64.db') == want)

foreign = make('foreign.zip', '--archive', 'strava', '--runs', '40', '--km', '3', '--format', 'mixed', '--foreign')
o = load('foreign.db', foreign)
check('a list in a language nobody knows is read by the places of its columns',
      [r for r in content('foreign.db')] == want and 'by their places' in o['by']['activities.csv']['remark'], o['call'].all)
older = '\n'.join(','.join(c for i, c in enumerate(line.split(',')) if i not in (7, 10))
                  for line in ['Activity ID,Activity Date,Activity Name,Activity Type,Activity Description,Elapsed Time,Distance,Max Heart Rate,'
                               'Relative Effort,Commute,Activity Private Note,Activity Gear,Filename,Athlete Weight,Bike Weight,Elapsed Time,'
                               'Moving Time,Distance', '7,2026-02-01 08:00:00,Old,Run,,1800,"5.01",,,false,,,,,,1800.0,1700.0,5010.0'
                               .replace('"5.01"', '5.01')])
o = load('older.db', write('activities.csv', older.encode()))
check('an older list with fewer columns, by itself', o['totals']['runs'] == 1 and
      ask('older.db', 'SELECT dist_m, timer_s, elapsed_s, start_ms FROM run') == [(5010.0, 1700.0, 1800.0, 1769932800000)],
      ask('older.db', 'SELECT * FROM run'))

shared = os.environ.get('NIGGLE_SHARED', '')
real = f'{shared}/data/activities/strava_export'
if shared and os.path.isdir(real):
    with zipfile.ZipFile(at('real.zip'), 'w', zipfile.ZIP_DEFLATED) as z:
        for base, _, names in os.walk(real):
            for name in names:
                z.write(f'{base}/{name}', os.path.relpath(f'{base}/{name}', real))
    load('real.db', at('real.zip'))
    check('a real export', ask('real.db', "SELECT round(dist_m), said.name, kind FROM run JOIN said USING (run)") ==
          [(3323.0, 'Laufen Landal Park', 'Run')], ask('real.db', 'SELECT * FROM run'))
else:
    skip('a real export', 'NIGGLE_SHARED is not set')

# ---- Garmin -------------------------------------------------------------------------------------------------
garmin = make('garmin.zip', '--archive', 'garmin', '--runs', '40', '--km', '3', '--others', '2500')
o = load('g.db', garmin)
t = o['totals']
check('a Garmin archive: zip in zip, two parts, thousands of files',
      (t['runs'], t['runs_listed'], t['not_activity'], t['failed']) == (40, 2, 2500, 0), t)
check('what is no activity is counted by kind and not kept one by one',
      {'daily monitoring', 'settings', 'sleep', 'workout'} <= {k['name'] for k in t['passed_over']} and
      ask('g.db', "SELECT count(*) FROM file WHERE outcome = 'not_activity'") == [(1,)], t['passed_over'])
check('centimetres and milliseconds', ask('g.db', "SELECT count(*) FROM run JOIN file USING (file) WHERE file.format = 'garmin' AND "
      "dist_m BETWEEN 2990 AND 3010 AND timer_s BETWEEN 900 AND 1500 AND utc_offset_s = 3600") == [(2,)],
      ask('g.db', "SELECT run.* FROM run JOIN file USING (file) WHERE file.format = 'garmin'"))
check('notes beside all forty', ask('g.db', "SELECT count(*) FROM said WHERE source = 'garmin'") == [(40,)])
both = load('g.db', make('both.zip', '--archive', 'strava', '--runs', '40', '--km', '3'))
check("the same runs from both vendors count once", both['totals']['runs'] == 38 and both['totals']['runs_linked'] == 38 and
      ask('g.db', 'SELECT count(*) FROM run WHERE same_as IS NULL') == [(40,)], both['totals'])
originals = ask('g.db', 'SELECT hash, coding, bytes FROM original JOIN file USING (file)')
changed = [h.hex() for h, coding, data in originals
           if hashlib.blake2b(gzip.decompress(data) if coding == 'gzip' else data, digest_size=32).digest() != h]
check('originals come back byte for byte', len(originals) == 78 and not changed, f'{len(originals)} {changed}')

# ---- killed, stopped, resumed --------------------------------------------------------------------------------
long = make('long.zip', '--archive', 'strava', '--runs', '300', '--km', '3')
load('undisturbed.db', long)
began = time.monotonic()
load('undisturbed2.db', long)
took = time.monotonic() - began
want = content('undisturbed.db')
rng = random.Random(7)
bad, partly = [], 0
for k in range(int(os.environ.get('NIGGLE_KILLS', '8'))):
    name = f'killed{k}.db'
    p = subprocess.Popen([niggle, '--today', '2026-03-01', '--db', at(name), 'import', '--jobs', str(1 + k % 4), long],
                         stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    time.sleep(rng.uniform(0.1, 0.9) * took)
    p.kill()
    p.wait()
    if os.path.exists(at(name)) and os.path.getsize(at(name)):
        if whole(name).code:
            bad.append(f'{k}: {whole(name).all}')
        partly += 0 < ask(name, 'SELECT count(*) FROM run')[0][0] < 300
    o = load(name, long)
    if content(name) != want or o['call'].code:
        bad.append(f'{k}: {len(content(name))} of {len(want)} after the second call')
check('killed in the middle: whole, and the next call completes it without a duplicate', not bad, '\n'.join(bad))
check('some of the kills hit half way', partly > 0)
for k in range(20):
    name = f'stopped{k}.db'
    p = subprocess.Popen([niggle, '--today', '2026-03-01', '--db', at(name), 'import', long], stdout=subprocess.PIPE,
                         stderr=subprocess.PIPE, env=environment)
    time.sleep(rng.uniform(0.1, 0.6) * took)
    p.send_signal(signal.SIGINT)
    out, err = p.communicate()
    if p.returncode == 3:
        break
check('Ctrl-C: finished what was read, said how to go on', p.returncode == 3 and b'go on' in err, err)
load(name, long)
check('and the same command completes it', content(name) == want)
p = subprocess.run(f'ulimit -f 900; trap "" XFSZ; exec "{niggle}" --db "{at("full.db")}" import "{long}"', shell=True, env=environment,
                   capture_output=True, text=True)
check('a disk that fills up: one sentence', p.returncode not in (0, -25) and 'room on the disk' in p.stderr, f'{p.returncode} {p.stderr}')
o = load('full.db', long)
check('nothing half, and completed when there is room', content('full.db') == want and whole('full.db').code == 0, o['call'].all)
finish()
