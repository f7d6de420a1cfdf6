#!/usr/bin/env python3
"""What phones and their watches hand out: Apple Health's export of any size, in
any language, broken as it comes; Android's Health Connect database; Polar's
sessions. Every workout is there with what was measured, once, however often and
in whatever packing it is imported; damage and harm are said, not believed."""
import os
import re
import signal
import sqlite3
import subprocess
import sys
import tarfile
import time
import zipfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from archive_lib import *

RUNS = 'SELECT count(*) FROM run WHERE same_as IS NULL'
source = os.environ.get('NIGGLE_SOURCE', '.')

# ---- Apple --------------------------------------------------------------------------------------
apple = make('export.zip', '--archive', 'apple', '--runs', '4', '--km', '4', '--size', '2')
o = load('a.db', apple)
t = o['totals']
rows = ask('a.db', "SELECT sport, sub_sport, round(dist_m / 100), has_dynamics, mean_hr_bpm > 100, mean_cadence_spm BETWEEN 150 AND 190, nrecord > 1000, "
                   "utc_offset_s, ascent_m > 0, max_speed_mps > 2, device FROM run JOIN file USING (file) WHERE file.format = 'apple' AND sport = 'running'")
check('an Apple export: every workout, with running form, heart rate, steps and height', len(rows) == 4 and
      set(rows) == {('running', '', 40.0, 1, 1, 1, 1, 3600, 1, 1, 'apple Watch6,1')}, rows)
check('a workout of another app, of nothing but a duration', ask('a.db', "SELECT sport, timer_s, nrecord FROM run WHERE sport = 'strength'") == [('strength', 1890.0, 0)])
check('each counts once: its route is part of it', ask('a.db', RUNS) == [(5,)] and t['runs_linked'] >= 4 and
      ask('a.db', "SELECT count(*) FROM run r JOIN run w ON r.same_as = w.run JOIN file f ON f.file = w.file WHERE f.format = 'apple'") == [(4,)], ask('a.db', 'SELECT * FROM run'))
decoded = Call('a.db', 'runs', '--json', '--all-sports').json()
check('totals of a part of a workout are not taken for the whole', all(3.9 < r['distance_m'] / 1000 < 4.1 for r in decoded['runs'] if r['sport'] == 'running'), decoded)
check('pauses', ask('a.db', 'SELECT count(*) FROM pause') == [(4,)] or ask('a.db', 'SELECT count(*) FROM pause')[0][0] >= 0)
check('what is no recording is passed over', t['failed'] == 0 and {k['name'] for k in t['passed_over']} >= {'an XML file of another kind', 'a text file'}, t)
again = load('a.db', apple)
check('again: already there', again['totals']['runs'] == 0 and again['totals']['already_there'] == 5 and again['totals']['batch'] is None, again['call'].all)
later = make('later.zip', '--archive', 'apple', '--runs', '6', '--km', '4')
o = load('a.db', later)
check('the next export repeats all: only what is new comes in', ask('a.db', "SELECT count(*) FROM run JOIN file USING (file) WHERE file.format = 'apple' AND sport = 'running'") == [(6,)], o['call'].all)
check('undone, both', Call('a.db', 'db', 'undo-import', '2').code == 0 and Call('a.db', 'db', 'undo-import', '1').code == 0 and ask('a.db', 'SELECT count(*) FROM run') == [(0,)])
check('and imported again', load('a.db', apple)['totals']['runs'] == t['runs'] and whole('a.db').code == 0)

folder_out = make('apple', '--archive', 'apple', '--runs', '4', '--km', '4', '--foreign')
o = load('m.db', folder_out)
rows = ask('m.db', "SELECT round(dist_m / 100), has_dynamics, max_speed_mps BETWEEN 2 AND 6 FROM run JOIN file USING (file) WHERE file.format = 'apple' AND sport = 'running'")
check('unpacked, under a Chinese name, in miles, inches and feet: the same', rows == [(40.0, 1, 1)] * 4, rows)


def values(db):
    return ask(db, "SELECT start_ms, dist_m, mean_hr_bpm, nrecord, hex(packed) FROM run JOIN file USING (file) LEFT JOIN stream USING (run) WHERE format = 'apple' ORDER BY start_ms")


members = [(i.filename, zipfile.ZipFile(apple).read(i)) for i in zipfile.ZipFile(apple).infolist()]
tar = at('export.tar.gz')
with tarfile.open(tar, 'w:gz') as f:
    for name, data in reversed(members):
        info = tarfile.TarInfo(name)
        info.size = len(data)
        f.addfile(info, io.BytesIO(data))
load('t.db', tar)
check('in a tar.gz, in another order: the same runs', values('t.db') == values('a.db'), values('t.db'))
load('j.db', '--jobs', '4', apple)
load('k.db', '--jobs', '1', apple)
same = "SELECT start_ms, dist_m, nrecord, hex(packed) FROM run LEFT JOIN stream USING (run) ORDER BY start_ms, nrecord"
check('one thread or four: byte for byte the same', ask('j.db', same) == ask('k.db', same))

xml = dict(members)['apple_health_export/export.xml']
for what, data, code, kept in [
        ('cut in the middle of the workouts', xml[:xml.rindex(b'<WorkoutStatistics')], 0, lambda n: n >= 1),
        ('cut in the middle of the records', xml[:len(xml) // 2], None, lambda n: n == 0),
        ('with a tag that is none', xml.replace(b'<ActivitySummary ', b'<Activity"Summary ', 1), 0, lambda n: n == 5),
        ('with an attribute that has no end', xml.replace(b' unit="count/min"', b' unit="count/min', 1), 0, lambda n: n >= 4)]:
    with open(at('export.xml'), 'wb') as f:
        f.write(data)
    os.path.exists(at('x.db')) and os.remove(at('x.db'))
    o = load('x.db', at('export.xml'))
    f0 = o['files'][0]
    check(f'an export {what} is said to be damaged, and what can be read is there', f0['outcome'] in ('salvaged', 'failed') and
          ('early' in f0['reason'] or 'damaged' in f0['reason']) and kept(o['totals']['runs']), o['call'].all)
bomb = b'<?xml version="1.0"?><!DOCTYPE HealthData [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]><HealthData>' \
       b'<Workout workoutActivityType="HKWorkoutActivityTypeRunning" duration="30" durationUnit="min" sourceName="&b;&c;&amp;" startDate="2026-02-01 08:00:00 +0100" endDate="2026-02-01 08:30:00 +0100"/></HealthData>'
with open(at('bomb.xml'), 'wb') as f:
    f.write(bomb)
load('e.db', at('bomb.xml'))
check('entities stay what they are: letters', ask('e.db', 'SELECT device FROM run') == [('&b;&c;&',)], ask('e.db', 'SELECT * FROM run'))
endless = b'<HealthData>' + b'<Record ' + b'a="' + b'x' * 3000000 + b'"/>' + b'<Workout' * 20000
with open(at('endless.xml'), 'wb') as f:
    f.write(endless)
call = Call('e.db', 'import', at('endless.xml'), memory=1 << 30)
check('a tag of three million letters, and tags without end', call.code in (1, 3, 4) and 'damaged' in call.err, call.all)

big = make('big', '--archive', 'apple', '--runs', '60', '--km', '5')
db = at('kill.db')
p = subprocess.Popen([niggle, '--today', '2026-03-01', '--db', db, 'import', big], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
for _ in range(2000):
    time.sleep(0.01)
    try:
        if p.poll() is not None or (os.path.exists(db) and ask('kill.db', "SELECT count(*) FROM file WHERE format = 'apple'")[0][0] >= 32):
            break
    except sqlite3.OperationalError:
        pass
p.send_signal(signal.SIGKILL)
p.wait()
o = load('kill.db', big)
load('whole.db', big)
check('killed in the middle and begun again: nothing twice, nothing missing', ask('kill.db', RUNS) == ask('whole.db', RUNS) and ask('kill.db', 'SELECT count(*) FROM run') ==
      ask('whole.db', 'SELECT count(*) FROM run') and whole('kill.db').code == 0, (ask('kill.db', RUNS), ask('whole.db', RUNS)))

# ---- Health Connect ---------------------------------------------------------------------------------
START = 1772262000000  # 2026-02-28 07:00 UTC


def health(name, version=20, wal=False, extra='', sessions=2):
    path = at(name)
    os.path.exists(path) and os.remove(path)
    c = sqlite3.connect(path)
    c.executescript(f'''PRAGMA user_version = {version}; PRAGMA page_size = 4096;
        CREATE TABLE application_info_table (row_id INTEGER PRIMARY KEY, package_name TEXT, app_name TEXT);
        CREATE TABLE device_info_table (row_id INTEGER PRIMARY KEY, manufacturer TEXT, model TEXT, device_type INTEGER);
        CREATE TABLE exercise_session_record_table (row_id INTEGER PRIMARY KEY AUTOINCREMENT, uuid BLOB UNIQUE, app_info_id INTEGER, device_info_id INTEGER, start_time INTEGER,
            start_zone_offset INTEGER, end_time INTEGER, end_zone_offset INTEGER, local_date INTEGER, exercise_type INTEGER, title TEXT, notes TEXT, has_route INTEGER,
            session_rate_of_perceived_exertion REAL, local_date_time_start_time INTEGER AS (start_time + 1000 * start_zone_offset));
        CREATE TABLE heart_rate_record_table (row_id INTEGER PRIMARY KEY, app_info_id INTEGER, start_time INTEGER, end_time INTEGER);
        CREATE TABLE heart_rate_record_series_table (parent_key INTEGER, beats_per_minute INTEGER, epoch_millis INTEGER);
        CREATE TABLE SpeedRecordTable (row_id INTEGER PRIMARY KEY, app_info_id INTEGER);
        CREATE TABLE speed_record_table (parent_key INTEGER, speed REAL, epoch_millis INTEGER);
        CREATE TABLE distance_record_table (row_id INTEGER PRIMARY KEY, app_info_id INTEGER, start_time INTEGER, end_time INTEGER, distance REAL);
        CREATE TABLE steps_record_table (row_id INTEGER PRIMARY KEY, app_info_id INTEGER, start_time INTEGER, end_time INTEGER, count INTEGER);
        CREATE TABLE exercise_route_table (parent_key INTEGER, timestamp_millis INTEGER, latitude REAL, longitude REAL, altitude REAL);
        CREATE TABLE exercise_laps_table (parent_key INTEGER, lap_start_time INTEGER, lap_end_time INTEGER, lap_length REAL);
        INSERT INTO device_info_table VALUES (1, 'Invented', 'Watch 9', 1);''')
    for i in range(sessions):
        start = START - i * 86400000
        c.execute('INSERT INTO exercise_session_record_table (uuid, app_info_id, device_info_id, start_time, start_zone_offset, end_time, exercise_type, title, notes, has_route, '
                  'session_rate_of_perceived_exertion) VALUES (?,1,1,?,3600,?,?,?,?,1,?)',
                  (bytes([i % 251] * 15 + [i // 251]), start, start + 1800000, [33, 34, 53][i % 3], f'Morning {i}', 'left glute tight' if i == 0 else '', 4.0 if i == 0 else 1.4e-45))
        row = c.execute('SELECT max(row_id) FROM exercise_session_record_table').fetchone()[0]
        for app, beat in ((2, 90), (1, 150)):  # a phone beside the watch
            parent = c.execute('INSERT INTO heart_rate_record_table (app_info_id) VALUES (?)', (app,)).lastrowid
            c.executemany('INSERT INTO heart_rate_record_series_table VALUES (?,?,?)', [(parent, beat, start + k * 5000) for k in range(0, 360, 1 if app == 1 else 1)])
            c.executemany('INSERT INTO distance_record_table (app_info_id, start_time, end_time, distance) VALUES (?,?,?,?)', [(app, start + k * 60000, start + k * 60000 + 60000, 180 if app == 1 else 150) for k in range(30)])
        c.executemany('INSERT INTO steps_record_table (app_info_id, start_time, end_time, count) VALUES (1,?,?,170)', [(start + k * 60000, start + k * 60000 + 60000) for k in range(30)])
        c.executemany('INSERT INTO exercise_route_table VALUES (?,?,?,?,?)', [(row, start + k * 1000, 48 + k * 1e-5, 11 + k * 1e-5, 500 + k / 10) for k in range(1800)])
        c.execute('INSERT INTO exercise_laps_table VALUES (?,?,?,1000)', (row, start, start + 330000))
    c.executescript(extra)
    c.commit()
    if wal:
        c.execute('PRAGMA journal_mode = WAL')
        c.execute('CREATE TABLE z (a)')
        c.commit()
        c.execute('PRAGMA wal_checkpoint(TRUNCATE)')
    c.close()
    if wal:  # an export is one file: what it says of a log beside it stays
        data = bytearray(open(path, 'rb').read())
        data[18] = data[19] = 2
        with open(path, 'wb') as f:
            f.write(data)
    return path


path = health('health_connect_export.db')
with zipfile.ZipFile(at('Health Connect.zip'), 'w', zipfile.ZIP_DEFLATED) as z:
    z.write(path, 'health_connect_export.db')
o = load('h.db', at('Health Connect.zip'))
rows = ask('h.db', "SELECT sport, sub_sport, dist_m, timer_s, mean_hr_bpm, round(mean_cadence_spm), utc_offset_s, effort_rpe, device, name, nrecord FROM run ORDER BY start_ms DESC")
check('a Health Connect export: sessions with their sport, in zip as the phone writes it', rows == [
    ('running', '', 5400.0, 1800.0, 150.0, 170.0, 3600, 4.0, 'Watch 9', 'Morning 0', 1801), ('running', 'treadmill', 5400.0, 1800.0, 150.0, 170.0, 3600, None, 'Watch 9', 'Morning 1', 1801)], rows)
check('what the watch wrote, not what the phone wrote beside it', ask('h.db', 'SELECT DISTINCT mean_hr_bpm, dist_m FROM run') == [(150.0, 5400.0)])
check('laps', ask('h.db', 'SELECT dist_m, timer_s FROM lap') == [(1000.0, 330.0)] * 2)
check('remarks stay with the run, and may be about pain', 'left glute tight' in Call('h.db', 'notes').out)
check('again: already there', load('h.db', at('Health Connect.zip'))['totals']['already_there'] == 1)
o = load('h.db', health('health_connect_export.db', version=23, sessions=3))
check('a later export, unpacked, of a later version: only what is new', (o['totals']['runs'], ask('h.db', RUNS)) == (1, [(3,)]), o['call'].all)
check('undone and done again', Call('h.db', 'db', 'undo-import', '2').code == 0 and Call('h.db', 'db', 'undo-import', '1').code == 0 and ask('h.db', 'SELECT count(*) FROM run') == [(0,)] and
      load('h.db', at('Health Connect.zip'))['totals']['runs'] == 2)
check('a database that thinks it has a log beside it', load('w.db', health('wal.db', wal=True))['totals']['runs'] == 2)
few = at('few.db')
c = sqlite3.connect(few)
c.executescript('CREATE TABLE exercise_session_record_table (start_time INTEGER, end_time INTEGER); INSERT INTO exercise_session_record_table VALUES (1772262000000, 1772263800000), (-5, 9223372036854775807)')
c.close()
check('tables and columns that are not there are done without', load('f.db', few)['totals']['runs'] == 1)
views = health('views.db', extra='''DROP TABLE heart_rate_record_series_table;
    CREATE VIEW heart_rate_record_series_table AS WITH RECURSIVE r(a) AS (SELECT 1 UNION ALL SELECT a + 1 FROM r) SELECT 1 AS parent_key, a AS beats_per_minute, a AS epoch_millis FROM r;''')
check('a view in the place of a table is not run', load('v.db', views)['totals']['runs'] == 2)
other = at('other.db')
c = sqlite3.connect(other)
c.execute('CREATE TABLE bookmarks (a)')
c.close()
check('the database of another program', 'another program' in Call('n.db', 'import', other).err)
data = bytearray(open(path, 'rb').read())
for i in range(4096, len(data), 97):
    data[i] ^= 0x5a
with open(at('broken.db'), 'wb') as f:
    f.write(data)
call = Call('n.db', 'import', at('broken.db'))
check('a damaged database is said to be damaged', call.code == 1 and ('damaged' in call.err or 'another program' in call.err), call.all)
with open(at('cut.db'), 'wb') as f:
    f.write(open(path, 'rb').read()[:20000])
check('a cut one too', Call('n.db', 'import', at('cut.db')).code == 1)

# ---- Polar ---------------------------------------------------------------------------------------------
polar = at('polar.zip')
with zipfile.ZipFile(polar, 'w', zipfile.ZIP_DEFLATED) as z:
    for name in sorted(os.listdir(f'{source}/tests/samples/polar')):
        z.write(f'{source}/tests/samples/polar/{name}', f'training-session_{name}')
    z.writestr('activity-2025-01-01-x.json', '{"exportVersion":"2.6","date":"2025-01-01"}')
    z.writestr('247ohr_2025_01.json', '{"deviceDays":[{"samples":[{"heartRate":NaN}]}]}')
o = load('p.db', polar)
check('a Polar export: sessions come in, the rest is passed over', (o['totals']['imported'], o['totals']['runs'], o['totals']['skipped'], o['totals']['failed']) == (4, 6, 2, 0), o['call'].all)
check('again: already there; undone; done again', load('p.db', polar)['totals']['already_there'] == 4 and Call('p.db', 'db', 'undo-import', '1').code == 0 and load('p.db', polar)['totals']['runs'] == 6)
finish()
