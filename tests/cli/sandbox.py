#!/usr/bin/env python3
"""Whoever reads foreign bytes is in the sandbox while it does, says so, and can
be asked to go without."""
import os
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from archive_lib import *


def state(arguments, extra=None):
    """NoNewPrivs and Seccomp of a running import, as far as it was seen"""
    p = subprocess.Popen([niggle, '--today', '2026-03-01', *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                         env={**environment, **(extra or {})})
    most = (0, 0)
    while p.poll() is None:
        try:
            status = dict(line.split(':', 1) for line in open(f'/proc/{p.pid}/status') if ':' in line)
            most = max(most, (int(status['NoNewPrivs']), int(status['Seccomp'])))
        except (OSError, KeyError, ValueError):
            pass
        time.sleep(0.002)
    return most, p.returncode


o = Call('x.db', 'version', '--verbose')
check('version --verbose says what holds', 'sandbox ' in o.out and o.code == 0, o.all)
check('version alone does not', 'sandbox' not in Call('x.db', 'version').out)
offered = Call('x.db', 'version', '--verbose', '--json').json()['sandbox']
archive = make('runs.zip', '--archive', 'strava', '--runs', '150', '--km', '8')
if 'seccomp' in offered and os.path.exists('/proc/self/status'):
    seen, code = state(['--db', at('a.db'), 'import', archive])
    check('an import is held by it', seen == (1, 2) and code == 0, (seen, code))
    seen, code = state(['--db', at('b.db'), 'import', archive], {'NIGGLE_SANDBOX': 'off'})
    check('NIGGLE_SANDBOX=off leaves it out', seen[1] == 0 and code == 0, (seen, code))
    check('and both bring the same', content('a.db') == content('b.db') and len(content('a.db')) > 100)
else:
    skip('an import is held by it', offered)
off = subprocess.run([niggle, 'version', '--verbose'], capture_output=True, text=True, env={**environment, 'NIGGLE_SANDBOX': 'off'})
check('and that is said, too', 'NIGGLE_SANDBOX=off' in off.stdout or 'no sandbox' in off.stdout, off.stdout)
os.mkdir(at('real'))
os.symlink(at('real'), at('link'))
o = Call('link/c.db', 'import', archive)
check('a database behind a link is fine', o.code == 0 and whole('real/c.db').code == 0, o.all)
o = Call('link/c.db', 'import', archive)
check('and an old one of which the log is still there', o.code == 0, o.all)
finish()
