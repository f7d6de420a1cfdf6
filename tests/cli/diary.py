#!/usr/bin/env python3
"""A runner's own diary, saved as CSV: what its columns are is known by their
words, by --map, or asked once at a terminal; its lines join the recordings of
their days or become runs of totals; bad lines are named, the others come in."""
import os
import pty
import select
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from archive_lib import *


def put(name, text, encoding='utf-8'):
    path = os.path.join(folder, name)
    with open(path, 'wb') as f:
        f.write(text.encode(encoding))
    return path


german = put('tagebuch.csv', '''Datum;Was;Dauer (min);Strecke (km);RPE;Schmerz;Ort;Bemerkung
01.02.2026;Lauf;45;8,5;4;2;links Sitzbein;"Nach km 6 Ziehen;
dann besser"
03.02.2026;Lauf;1:02:30;12,1;6;4/10;;
04.02.2026;Ruhetag;;;;3;Gesäß;sitzt weh
31.02.2026;Lauf;30;5;;;;
05.02.2026;Rad;90;30;3;;;
06.02.2026;Lauf;viel 3;5;;;;
''')
o = load('d.db', german)
remark = o['files'][0]['remark'] or ''
check('a German diary, with decimal commas: three outings', o['totals']['runs_listed'] == 3, o['call'].all)
check('bad lines are named, the rest comes in', 'line 6: no date in "31.02.2026"' in remark and 'line 8: no duration in "viel 3"' in remark, remark)
check('figures', ask('d.db', 'SELECT sport, dist_m, timer_s, effort_rpe FROM run ORDER BY start_ms') ==
      [('running', 8500.0, 2700.0, 4.0), ('running', 12100.0, 3750.0, 6.0), ('cycling', 30000.0, 5400.0, 3.0)], ask('d.db', 'SELECT * FROM run'))
check('pain of every day, with and without a run', ask('d.db', 'SELECT pain_nprs, place, run IS NULL FROM diary ORDER BY day') ==
      [(2.0, 'links Sitzbein', 0), (4.0, '', 0), (3.0, 'Gesäß', 1)], ask('d.db', 'SELECT * FROM diary'))
again = load('d.db', german)
check('again: already there', again['totals']['already_there'] == 1 and again['totals']['batch'] is None, again['call'].all)
check('notes are shown, of days without a run too', 'sitzt weh' in Call('d.db', 'notes', '--all').out, Call('d.db', 'notes', '--all').all)

longer = put('tagebuch.csv', open(german, encoding='utf-8').read().replace('sitzt weh', 'sitzt weh, abends besser') + '07.02.2026;Lauf;40;7,5;5;1;;\n')
o = load('d.db', longer)
check('the same diary, longer and corrected: only what is new', o['totals']['runs_listed'] == 1 and ask('d.db', 'SELECT count(*) FROM run') == [(4,)], o['call'].all)
check('a corrected remark takes the place of the old one', ask('d.db', "SELECT note FROM diary WHERE place = 'Gesäß'") == [('sitzt weh, abends besser',)])
check('undone: first the second import, then the first', Call('d.db', 'db', 'undo-import', '2').code == 0 and ask('d.db', 'SELECT count(*) FROM run') == [(3,)] and
      Call('d.db', 'db', 'undo-import', '1').code == 0 and ask('d.db', 'SELECT (SELECT count(*) FROM run) + (SELECT count(*) FROM diary)') == [(0,)])
check('and imported again', load('d.db', longer)['totals']['runs_listed'] == 4)

# ---- with recordings of the same days -----------------------------------------------------------
runs = make('runs', '--runs', '3', '--km', '8')
load('r.db', runs)
rows = ask('r.db', "SELECT date(day * 86400, 'unixepoch'), dist_m, timer_s, run FROM run ORDER BY start_ms")
table = 'date,what,minutes,km,rpe,pain,note\n' + ''.join(f'{d},run,{t / 60 + 1:.0f},{m / 1000:.0f},{4 + i},{i},tight hamstring {i}\n' for i, (d, m, t, _) in enumerate(rows))
o = load('r.db', put('days.csv', table))
check('a line joins the recording of its day', o['totals']['runs_listed'] == 0 and ask('r.db', 'SELECT count(*) FROM run') == [(3,)] and
      ask('r.db', "SELECT run, effort_rpe FROM said WHERE source = 'diary' ORDER BY effort_rpe") == [(r[3], 4.0 + i) for i, r in enumerate(rows)],
      ask('r.db', 'SELECT * FROM said'))
load('q.db', put('days.csv', table))
o = load('q.db', runs)
check('the other way round the recording counts in its place', o['totals']['runs_linked'] == 3 and
      ask('q.db', "SELECT count(*) FROM run JOIN file USING (file) WHERE same_as IS NULL AND file.format = 'diary'") == [(0,)], o['call'].all)

# ---- what is not clear -----------------------------------------------------------------------------
american = put('log.csv', 'Date,Type,Time,Distance,Comments\n03/04/26,Run,45:10,5.2,ok\n05/06/26,Run,38:00,4.5,\n04/05/26,Run,31:00,4,\n')
call = Call('a.db', 'import', american)
check('dates that may be either and no unit: not guessed', call.code == 1 and 'not clear which of its columns' in call.err, call.all)
mapping = put('map.txt', '# my log\ndate order = month day year\ndistance unit = miles\r\n')
o = load('a.db', '--map', mapping, american)
check('--map FILE says it', ask('a.db', "SELECT date(day * 86400, 'unixepoch'), round(dist_m) FROM run ORDER BY day") ==
      [('2026-03-04', 8369.0), ('2026-04-05', 6437.0), ('2026-05-06', 7242.0)], ask('a.db', 'SELECT * FROM run'))
check('a mapping with a column that is not there is refused', 'line 1 of the mapping' in Call('b.db', 'import', '--map', put('bad.txt', 'pain = Ouch\n'), american).err)
check('a mapping that is not there', Call('b.db', 'import', '--map', folder + '/none', american).code == 1)
check('a table of something else is no diary', Call('c.db', 'import', put('shoes.csv', 'Name,Brand\nBlue,Invented\n')).code == 1)
os.mkdir(folder + '/mixed')
put('mixed/shoes.csv', 'Name,Brand\nBlue,Invented\n')
put('mixed/days.csv', 'Day,Minutes\n2026-01-02,30\n')
o = load('c.db', folder + '/mixed')
check('in a folder only what is sure is taken', (o['totals']['imported'], o['totals']['skipped'], o['totals']['runs_listed']) == (1, 1, 1), o['call'].all)
check('Latin letters of old spreadsheets do no harm', load('l.db', put('alt.csv', 'Datum;Minuten;Bemerkung\n1.2.2026;30;Gesäß\n', 'latin-1'))['totals']['runs_listed'] == 1)
check('nor a byte-order mark', load('l.db', put('bom.csv', '\ufeffDatum;Minuten\n2.2.2026;30\n'))['totals']['runs_listed'] == 1)
check('a quotation mark without its fellow ends at the end', Call('x.db', 'import', put('open.csv', 'date,km,note\n2026-01-01,5,"never\n2026-01-02,6,x\n')).code == 0)


# ---- asked at a terminal --------------------------------------------------------------------------------
def talk(database, answers, *arguments):
    """the answers, one after each prompt that ends with `? ` or `] `; all that was shown"""
    environment = {'HOME': folder, 'TERM': 'dumb', 'TZ': 'UTC0', 'PATH': os.environ['PATH']}
    pid, fd = pty.fork()
    if pid == 0:
        os.execve(niggle, [niggle, '--today', '2026-06-01', '--db', os.path.join(folder, database), *arguments], environment)
    shown, seen, end = '', 0, time.monotonic() + 20
    while time.monotonic() < end:
        if select.select([fd], [], [], 0.1)[0]:
            try:
                more = os.read(fd, 65536)
            except OSError:
                break
            if not more:
                break
            shown += more.decode(errors='replace').replace('\r\n', '\n')
        if answers and shown[seen:].rstrip(' ') != shown[seen:] and shown.rstrip(' ')[-1:] in '?]':
            seen = len(shown)
            os.write(fd, (answers.pop(0) + '\n').encode())
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), shown


try:
    for end in pty.openpty():
        os.close(end)
    terminals = True
except OSError:
    terminals = False
if terminals:
    code, shown = talk('t.db', ['month', 'miles'], 'import', american)
    check('at a terminal only what is open is asked', code == 0 and 'day, month or year' in shown and 'km, miles or metres' in shown and 'Which column' not in shown, shown)
    check('and understood', ask('t.db', 'SELECT round(dist_m) FROM run ORDER BY day') == [(8369.0,), (6437.0,), (7242.0,)])
    more = put('log2.csv', open(american).read() + '05/20/26,Run,30:00,3,\n')
    code, shown = talk('t.db', [], 'import', more)
    check('the next time it is known', code == 0 and 'day, month' not in shown and ask('t.db', 'SELECT count(*) FROM run') == [(4,)], shown)
    strange = put('strange.csv', 'A,B,C,D\nx,2026-01-05,30,6\nx,2026-01-06,40,8\n')
    code, shown = talk('u.db', ['2', '', '3', '4', '', '', '', '', 'km'], 'import', strange)
    check('headings that say nothing: each column is asked, with an example', code == 0 and 'for example: 2026-01-05' in shown and
          ask('u.db', 'SELECT timer_s, dist_m FROM run ORDER BY day') == [(1800.0, 6000.0), (2400.0, 8000.0)], shown)
else:
    print('# there are no terminals here; the questions were not tried')
finish()
