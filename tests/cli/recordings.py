#!/usr/bin/env python3
"""Two recordings of one outing: counted once, each stream from the recording
that has most of it; pairs that only may be one are listed, and what a person
says about them holds."""
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from archive_lib import *

HOUR = 3600


def clock(s):
    import datetime
    return (datetime.datetime(2026, 2, 1, 8) + datetime.timedelta(seconds=s)).strftime('%Y-%m-%dT%H:%M:%SZ')


def gpx(name, start, seconds, speed=3.0, heart=None, sport='running', step=1, north=0.0):
    points = ''
    for i in range(0, seconds + 1, step):
        hr = f'<extensions><hr>{heart + i % 5}</hr></extensions>' if heart else ''
        points += f'<trkpt lat="{48 + north + speed * i / 111320:.7f}" lon="11"><time>{clock(start + i)}</time>{hr}</trkpt>'
    with open(at(name), 'w') as f:
        f.write(f'<gpx version="1.1"><trk><type>{sport}</type><trkseg>{points}</trkseg></trk></gpx>')
    return at(name)


def tcx(name, start, seconds, speed=3.0):
    points = ''.join(f'<Trackpoint><Time>{clock(start + i)}</Time><DistanceMeters>{speed * i:.1f}</DistanceMeters></Trackpoint>'
                     for i in range(seconds + 1))
    with open(at(name), 'w') as f:
        f.write(f'<TrainingCenterDatabase><Activities><Activity Sport="Running"><Id>{clock(start)}</Id><Lap StartTime="{clock(start)}">'
                f'<TotalTimeSeconds>{seconds}</TotalTimeSeconds><DistanceMeters>{speed * seconds}</DistanceMeters>'
                f'<Track>{points}</Track></Lap></Activity></Activities></TrainingCenterDatabase>')
    return at(name)


def one(db, run):
    return Call(db, 'runs', '--json', str(run)).json()


# ---- linked at import -------------------------------------------------------------------------
load('a.db', gpx('plain.gpx', 0, 1800), gpx('heart.gpx', 20, 1750, heart=140, step=5))
counts = ask('a.db', 'SELECT run, same_as FROM run ORDER BY run')
first = [r for r, s in counts if s is None][0]
second = [r for r, s in counts if s is not None][0]
check('two recordings, one counts', len(counts) == 2 and {s for _, s in counts} == {None, first}, counts)
o = one('a.db', first)
check('the one with a pulse counts', o['recordings'][0]['run'] == first and o['from']['hr_bpm'] == first and
      140 <= o['run']['mean_hr_bpm'] <= 145, o)
check('either number shows the same outing', one('a.db', second)['recordings'] == o['recordings'])
o = Call('a.db', 'runs', str(first))
check('in words, too', o.code == 0 and f'recording {first}' in o.out and f'recording {second}' in o.out and 'heart rate' in o.out, o.all)

# the recording without heart rate counts where it has the finer way: its twin gives the pulse
load('b.db', tcx('tcx.tcx', 0, 1800), gpx('heart2.gpx', 5, 1790, heart=150))
o = one('b.db', ask('b.db', 'SELECT run FROM run WHERE same_as IS NULL')[0][0])
check('a TCX without and a GPX with a pulse: the pulse is taken over', o['recordings'][0]['format'] == 'tcx' and
      o['recordings'][1]['format'] == 'gpx' and o['from']['hr_bpm'] == o['recordings'][1]['run'] and
      o['from']['dist_m'] == o['recordings'][0]['run'], o)

# ---- only doubtful ---------------------------------------------------------------------------------
load('c.db', gpx('half.gpx', 0, 1800), gpx('late.gpx', 900, 1800, north=0.1),
     gpx('bike.gpx', 24 * HOUR, 1800, sport='cycling'), gpx('run.gpx', 24 * HOUR, 1800),
     gpx('far.gpx', 48 * HOUR, 1800, speed=4), gpx('near.gpx', 48 * HOUR, 1800, speed=2),
     gpx('zone.gpx', 72 * HOUR, 1800, speed=2.5), tcx('zone.tcx', 74 * HOUR, 1800, speed=2.5),
     gpx('alone.gpx', 100 * HOUR, 1500))
o = Call('c.db', 'runs', '--review', '--json').json()
check('each kind of doubt is listed', sorted(p['why'] for p in o) == ['clock', 'distance', 'overlap', 'sport'], o)
check('none of them was linked', ask('c.db', 'SELECT count(*) FROM run WHERE same_as IS NOT NULL') == [(0,)])
for p in o:
    if p['why'] == 'clock':
        r = Call('c.db', 'runs', str(p['other']), '--same-as', str(p['run']))
        check('said to be one: counts through the other', r.code == 0 and
              ask('c.db', f'SELECT same_as FROM run WHERE run = {p["other"]}') == [(p['run'],)], r.all)
        r = Call('c.db', 'runs', str(p['run']), '--same-as', str(p['other']))
        check('not the other way round as well', r.code != 0 and 'counts already' in r.err, r.all)
        zone = p
    if p['why'] == 'overlap':
        r = Call('c.db', 'runs', '--apart', str(p['other']))
        check('said to be apart', r.code == 0, r.all)
left = Call('c.db', 'runs', '--review', '--json').json()
check('both are off the list', sorted(p['why'] for p in left) == ['distance', 'sport'], left)
r = Call('c.db', 'runs', '--apart', str(zone['other']))
check('and it can be undone', r.code == 0 and ask('c.db', f'SELECT same_as FROM run WHERE run = {zone["other"]}') == [(None,)], r.all)
check('the file is whole', whole('c.db').code == 0)
check('words', 'as different sports' in Call('c.db', 'runs', '--review').out)
for sentence, arguments, code in (('no such run', ['999'], 4), ('no number', ['x'], 2), ('--same-as alone', ['--same-as', '1'], 2),
                                  ('--same-as nothing', ['1', '--same-as', '999'], 4), ('itself', ['1', '--same-as', '1'], 1)):
    r = Call('c.db', 'runs', *arguments)
    check(f'{sentence}: said', r.code == code and r.err.strip(), r.all)
finish()
