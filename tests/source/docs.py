#!/usr/bin/env python3
"""The examples in the documents run.

A fenced block that begins with ```console is a session: its `$ ` lines are
executed in the order of the document, in a folder of the document's own that
holds answers.json (from demo/) and the answers of docs/stories/, with the freshly built niggle and mkrun on the
path, and on a fixed day. What
follows a command in the block is compared with what it printed (both streams,
as a terminal shows them); `…` stands for anything, on a line of its own for
any number of lines, and a command without lines after it may print what it
likes. Figures, bars and the version of the knowledge move with the knowledge:
any figure stands for any other, words do not. `[exit 4]` as the last line of a command states its exit code, 0
otherwise. ```sh and ```text blocks are not run.

    docs.py [--update] BUILD SOURCE FILE.md...      prints TAP
"""
import os
import re
import subprocess
import sys
import tempfile

TODAY = '2026-03-01'


def sessions(text):
    """[(line number, command, [expected lines])] of a document"""
    found, inside, number = [], False, 0
    for line in text.split('\n'):
        number += 1
        if line.startswith('```'):
            inside = not inside and line.strip() == '```console'
        elif inside and line.startswith('$ '):
            found.append((number, line[2:], []))
        elif inside and found:
            found[-1][2].append(line)
    return found


def words(piece):
    """literal text as a regular expression in which figures may differ"""
    piece = re.sub(r'\b[0-9a-f]{16}\b', '\x01', piece)
    piece = re.sub(r'[█▉▊▋▌▍▎▏░]+', '\x02', re.sub(r'\d+', '\x03', piece))
    return re.escape(piece).replace('\x01', '[0-9a-f]{16}').replace('\x02', '[█▉▊▋▌▍▎▏░]+').replace('\x03', r'\d+')


def pattern(expected):
    """expected lines as one regular expression over the whole output"""
    parts = []
    for line in expected:
        if line.strip() == '…':
            parts.append(r'(?:[^\n]*\n)*?')
        else:
            parts.append('[^\n]*?'.join(words(piece) for piece in line.rstrip().split('…')) + r'[ \t]*\n')
    return re.compile(''.join(parts))


def run(command, folder, env):
    """(what a terminal would have shown, exit code)"""
    done = subprocess.run(['sh', '-c', command], cwd=folder, env=env, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120, check=False)
    return done.stdout.decode('utf-8', 'replace'), done.returncode


def environment(build, source, folder):
    env = {k: v for k, v in os.environ.items() if not k.startswith(('NIGGLE_', 'XDG_'))}
    tools = os.path.join(folder, '.bin')
    os.mkdir(tools)
    with open(os.path.join(tools, 'niggle'), 'w', encoding='utf-8') as f:
        f.write(f'#!/bin/sh\nexec {build}/src/niggle --today {TODAY} "$@"\n')
    os.chmod(f.name, 0o755)
    os.symlink(os.path.join(source, 'demo', 'answers.json'), os.path.join(folder, 'answers.json'))
    stories = os.path.join(source, 'docs', 'stories')
    for name in sorted(os.listdir(stories)):
        if name.endswith('.json'):
            os.symlink(os.path.join(stories, name), os.path.join(folder, name))
    env.update(HOME=folder, PATH=f'{tools}:{build}/tools:' + env['PATH'], LC_ALL='C.UTF-8', TZ='UTC', NO_COLOR='1',
               COLUMNS='80')
    return env


def verdict(expected, said, code):
    """None if it is as written, else a remark"""
    want = 0
    lines = list(expected)
    while lines and not lines[-1].strip():
        lines.pop()
    if lines and (stated := re.fullmatch(r'\[exit (\d+)\]', lines[-1].strip())):
        want = int(stated.group(1))
        lines.pop()
    if code != want:
        return f'exit code {code}, not {want}'
    if lines and not pattern(lines).fullmatch(said if said.endswith('\n') or not said else said + '\n'):
        return 'the output differs'
    return None


def check(name, build, source, count):
    """run one document; returns (number of commands so far, failures)"""
    failed = 0
    with open(os.path.join(source, name), encoding='utf-8') as f:
        text = f.read()
    with tempfile.TemporaryDirectory() as folder:
        env = environment(build, source, folder)
        for line, command, expected in sessions(text):
            said, code = run(command, folder, env)
            remark = verdict(expected, said, code)
            count += 1
            failed += remark is not None
            print(f"{'not ok' if remark else 'ok'} {count} - {name}:{line} {command.replace('#', '')}")
            if remark:
                print(f'# {remark}; it printed:')
                print('\n'.join('#   ' + l for l in said.splitlines()[:60]))
    return count, failed


def update(name, build, source):
    """rewrite the output of every command that shows any and has no … in it"""
    path = os.path.join(source, name)
    with open(path, encoding='utf-8') as f:
        lines = f.read().split('\n')
    shift = 0
    with tempfile.TemporaryDirectory() as folder:
        env = environment(build, source, folder)
        for line, command, expected in sessions('\n'.join(lines)):
            said, code = run(command, folder, env)
            while expected and not expected[-1].strip():
                expected.pop()
            if not expected or any('…' in l for l in expected):
                continue
            new = said.rstrip('\n').split('\n') + ([f'[exit {code}]'] if code else [])
            start = line + shift
            lines[start:start + len(expected)] = new
            shift += len(new) - len(expected)
    with open(path, 'w', encoding='utf-8') as f:
        f.write('\n'.join(lines))


def main(args):
    if args and args[0] == '--update':
        for name in args[3:]:
            update(name, args[1], args[2])
        return 0
    build, source, names = args[0], args[1], args[2:]
    count = failed = 0
    for name in names:
        count, bad = check(name, build, source, count)
        failed += bad
    print(f'1..{count}' if count else '1..0 # SKIP no document shows a session')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
