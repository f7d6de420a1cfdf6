#!/usr/bin/env python3
"""The safety case holds together: hazard <-> requirement <-> code <-> test, no orphans.

docs/safety/hazards.csv and requirements.csv name one another, files, functions
and tests. Every name must exist, every hazard must be met, every serious one
by more than words, and every file and test that guards people must be named.
With --print the matrix is written for a reader instead.
"""
import csv
import os
import re
import sys

ROOT = os.environ.get('NIGGLE_SOURCE') or os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..')
SEVERITY = {'1': 'negligible', '2': 'minor', '3': 'serious', '4': 'critical', '5': 'catastrophic'}
FEWEST_HAZARDS = 30
# what guards people: each must stand in some requirement
GUARDS = ['src/assess/redflag.c', 'src/assess/triage.c', 'src/plan/today.c', 'src/plan/strict.c', 'src/plan/care.c',
          'src/plan/progress.c', 'src/kbc/satisfy.c']
GUARD_TESTS = ['tests/unit/assess/test_danger.c', 'tests/unit/plan/test_today.c']


def rows(name):
    with open(os.path.join(ROOT, 'docs', 'safety', name), newline='', encoding='utf-8') as file:
        return list(csv.DictReader(file))


def names(text):
    return [part.strip() for part in text.split(';') if part.strip()]


def missing(place):
    """What is wrong with FILE or FILE:WORDS, or None."""
    path, _, words = place.partition(':')
    try:
        with open(os.path.join(ROOT, path), encoding='utf-8') as file:
            text = file.read()
    except OSError:
        return f'{path} is not there'
    if words and words not in text:
        return f'{path} does not hold "{words}"'
    return None


def test_functions(path):
    with open(os.path.join(ROOT, path), encoding='utf-8') as file:
        return re.findall(r'^static void (\w+)\(void \*\*', file.read(), re.M)


def unique(table):
    seen, twice = set(), []
    for row in table:
        if row['id'] in seen:
            twice.append(row['id'])
        seen.add(row['id'])
    return twice


def problems(hazards, requirements):
    known = {h['id']: h for h in hazards}
    met = {h['id']: [] for h in hazards}
    named = []
    yield 'ids are used once', unique(hazards) + unique(requirements)
    unknown, nowhere, bare = [], [], []
    for r in requirements:
        for h in names(r['hazards']):
            if h in known:
                met[h].append(r)
            else:
                unknown.append(f"{r['id']} names {h}")
        for kind in ('code', 'tests'):
            places = names(r[kind])
            if not places:
                bare.append(f"{r['id']} has no {kind}")
            nowhere += [f"{r['id']}: {m}" for m in map(missing, places) if m]
            named += places
        if not names(r['hazards']):
            bare.append(f"{r['id']} meets no hazard")
    yield 'every requirement names hazards that are in the log', unknown
    yield 'every requirement has a hazard, code and a test', bare
    yield 'every file, function and test that is named is there', nowhere
    yield 'every hazard is met', [h for h in met if not met[h]]
    yield 'no serious hazard is met by words alone', [
        h for h in met if int(known[h]['severity']) >= 3 and all(r['kind'] == 'words' for r in met[h])]
    yield 'severities and kinds are of the scale', (
        [h['id'] for h in hazards if h['severity'] not in SEVERITY] +
        [r['id'] for r in requirements if r['kind'] not in ('design', 'check', 'words')])
    yield 'the log looks further than the first thirty', (
        [] if len(hazards) >= FEWEST_HAZARDS else [f'{len(hazards)} hazards'])
    yield 'every file that guards people stands in a requirement', [
        g for g in GUARDS if not any(n.partition(':')[0] == g for n in named)]
    yield 'every test of danger and of the day stands in a requirement', [
        f'{path}:{f}' for path in GUARD_TESTS for f in test_functions(path) if f'{path}:{f}' not in named]


def print_matrix(hazards, requirements):
    for h in hazards:
        print(f"\n{h['id']} {h['hazard']} ({SEVERITY[h['severity']]})")
        for r in requirements:
            if h['id'] in names(r['hazards']):
                print(f"    {r['id']} {r['requirement']}")
                print('        code  ' + '\n              '.join(names(r['code'])))
                print('        test  ' + '\n              '.join(names(r['tests'])))


def main():
    hazards, requirements = rows('hazards.csv'), rows('requirements.csv')
    if '--print' in sys.argv:
        print_matrix(hazards, requirements)
        return 0
    count = bad = 0
    for sentence, wrong in problems(hazards, requirements):
        count += 1
        print(f"{'not ok' if wrong else 'ok'} {count} - {sentence}")
        bad += bool(wrong)
        for w in wrong:
            print(f'# {w}')
    print(f'1..{count}')
    return bad > 0


if __name__ == '__main__':
    sys.exit(main())
