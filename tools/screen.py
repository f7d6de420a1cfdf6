#!/usr/bin/env python3
"""screen.py FILE.md >picture.svg: the sessions of a document (its ```console
blocks) as one picture of a terminal. Lines that begin with `$ ` are commands;
the rest is what they printed."""
import html
import sys

ADVANCE, LINE, MARGIN, BAR = 8.4, 20, 20, 36
COLOUR = {'command': '#9ece6a', 'text': '#d5d9e8', 'quiet': '#7f88a8'}


def kind(line):
    if line.startswith('$ '):
        return 'command'
    return 'quiet' if line.lstrip().startswith(('…', '──')) else 'text'


def sessions(name):
    """the lines of all sessions, a blank line before each command"""
    lines, inside = [], False
    with open(name, encoding='utf-8') as f:
        for line in f.read().split('\n'):
            if line.startswith('```'):
                inside = not inside and line.strip() == '```console'
            elif inside:
                lines += ([''] if lines and line.startswith('$ ') else []) + [line]
    return lines


def main():
    lines = sessions(sys.argv[1])
    width = int(max(60, max(len(l) for l in lines)) * ADVANCE + 2 * MARGIN)
    height = BAR + len(lines) * LINE + MARGIN
    title = 'niggle, a session'
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" '
           f'aria-label="{title}">',
           f'<rect width="{width}" height="{height}" rx="10" fill="#1a1b26"/>',
           '<circle cx="22" cy="18" r="6" fill="#f7768e"/><circle cx="42" cy="18" r="6" fill="#e0af68"/>'
           '<circle cx="62" cy="18" r="6" fill="#9ece6a"/>',
           f'<text x="{width // 2}" y="23" text-anchor="middle" font-family="sans-serif" font-size="13" fill="#7f88a8">{title}</text>',
           '<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, \'DejaVu Sans Mono\', monospace" font-size="14" '
           'xml:space="preserve">']
    for i, line in enumerate(lines):
        if line.strip():
            out.append(f'<text x="{MARGIN}" y="{BAR + 14 + i * LINE}" fill="{COLOUR[kind(line)]}" '
                       f'textLength="{len(line) * ADVANCE:.1f}" lengthAdjust="spacingAndGlyphs">{html.escape(line)}</text>')
    print('\n'.join(out + ['</g>', '</svg>']))


if __name__ == '__main__':
    main()
