#!/usr/bin/env python3
"""Drives niggle on a real terminal (a pty) and prints TAP.

What only a terminal shows: questions are asked without --input, Ctrl-C leaves
with the answers kept and the signal's own exit, the end of input does the same,
and results are coloured without losing a word.
"""
import json
import os
import pty
import re
import select
import signal
import sys
import tempfile
import time

niggle, count, failed = sys.argv[1], 0, 0

try:
    for end in pty.openpty():
        os.close(end)
except OSError as why:
    print(f'1..0 # SKIP there are no terminals here: {why}')
    sys.exit(0)


def check(sentence, good, seen=''):
    global count, failed
    count += 1
    print(f'{"ok" if good else "not ok"} {count} - {sentence}')
    if not good:
        failed += 1
        print('\n'.join('# ' + line for line in str(seen).splitlines()))


class Terminal:
    def __init__(self, home, *arguments):
        self.text, self.heard = '', 0
        environment = {'HOME': home, 'TERM': 'xterm', 'TZ': 'UTC0', 'PATH': os.environ['PATH']}
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.execve(niggle, [niggle, '--today', '2026-03-01', *arguments], environment)

    def read(self, until, seconds=20):
        """read on to the next `until`, from where the last one ended"""
        end = time.monotonic() + seconds
        while until not in self.text[self.heard:] and time.monotonic() < end:
            if select.select([self.fd], [], [], 0.1)[0]:
                try:
                    more = os.read(self.fd, 65536)
                except OSError:
                    break
                if not more:
                    break
                self.text += more.decode(errors='replace').replace('\r\n', '\n')
        found = self.text.find(until, self.heard)
        self.heard = found + len(until) if found >= 0 else self.heard
        return found >= 0

    def type(self, text):
        os.write(self.fd, text.encode())

    def end(self):
        self.read('\0never', 20)
        os.close(self.fd)
        return os.waitpid(self.pid, 0)[1]


with tempfile.TemporaryDirectory() as home:
    kept = os.path.join(home, '.local/state/niggle/interview.json')

    t = Terminal(home, 'assess', '--no-save')
    check('a terminal is asked without being told to', t.read('> '), t.text)
    t.type('n\n')
    t.read('> ')
    t.type('\x03')
    status = t.end()
    check('Ctrl-C ends by the signal, as shells expect', os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGINT, status)
    check('and says that nothing is lost', 'Your answers are kept. Go on with: niggle assess' in t.text, t.text)
    check('and nothing is', os.path.exists(kept) and len(json.load(open(kept))['answers']) == 6, home)

    t = Terminal(home, 'assess', '--no-save')
    check('the next call offers to go on', t.read('You answered 6 questions earlier today. Go on? [Y/n] '), t.text)
    t.type('\n')
    check('Enter goes on with the second screen', t.read('Safety 2 of ') and t.read('> '), t.text)
    t.type('\x04')
    status = t.end()
    check('Ctrl-D leaves as well', os.WIFEXITED(status) and os.WEXITSTATUS(status) == 1, status)

    t = Terminal(home, 'assess', '--no-save', '--new')
    t.read('> ')
    t.type('1\n')
    status = t.end()
    check('an emergency ends it', os.WIFEXITED(status) and os.WEXITSTATUS(status) == 0, status)
    check('in colour, on a terminal', '\x1b[1;31mGET HELP NOW\x1b[0m' in t.text, t.text)
    check('and the finished interview is not kept', not os.path.exists(kept), home)
    wide = [line for line in re.sub('\x1b\\[[0-9;]*m', '', t.text).split('\n') if len(line) > 80]
    check('80 columns at most', not wide, '\n'.join(wide))

    t = Terminal(home, '--no-input', 'assess')
    status = t.end()
    check('--no-input asks nothing', os.WIFEXITED(status) and os.WEXITSTATUS(status) == 2, t.text)

print(f'1..{count}')
sys.exit(failed != 0)
