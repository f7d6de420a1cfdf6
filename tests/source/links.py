#!/usr/bin/env python3
"""What documents point at exists: links in Markdown, and files named in
`backticks`. Prints TAP."""
import os
import re
import subprocess
import sys

SOURCE = os.environ.get('NIGGLE_SOURCE') or os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
NAMED = re.compile(r'`((?:src|tests|tools|include|knowledge|docs|fuzz|bench|demo)/[A-Za-z0-9_./-]+\.[a-z]+)`')


def documents():
    """every Markdown file that git knows, or that is there"""
    try:
        git = subprocess.run(['git', '-C', SOURCE, 'ls-files', '*.md'], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                             text=True, check=False).stdout.split()
    except OSError:
        git = []
    if git:
        return [f for f in git if os.path.exists(os.path.join(SOURCE, f))]
    return [os.path.relpath(os.path.join(folder, f), SOURCE) for folder, folders, files in os.walk(SOURCE)
            if not re.search(r'/(\.git|build[^/]*)(/|$)', folder) for f in files if f.endswith('.md')]


def missing(name):
    """what one document names and is not there"""
    with open(os.path.join(SOURCE, name), encoding='utf-8') as f:
        text = f.read()
    out = [link for link in re.findall(r'\]\(([^)#\s]+)', text) if not link.startswith(('http:', 'https:', 'mailto:'))
           and not os.path.exists(os.path.join(SOURCE, os.path.dirname(name), link))]
    return out + [path for path in NAMED.findall(text) if not os.path.exists(os.path.join(SOURCE, path))]


def main():
    failed = 0
    names = sorted(documents())
    for n, name in enumerate(names, 1):
        gone = missing(name)
        failed += bool(gone)
        print(f"{'not ok' if gone else 'ok'} {n} - {name} names only what is there")
        for path in gone:
            print(f'# {path}')
    print(f'1..{len(names)}')
    return 1 if failed or not names else 0


if __name__ == '__main__':
    sys.exit(main())
