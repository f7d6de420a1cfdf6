#!/bin/sh
# samples.sh MAKE_FIT: the hand-made FIT files kept in the repository are what
# their generator writes.
set -u
kept=${NIGGLE_SOURCE:-.}/tests/samples/fit
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
echo 1..1
if "$1" "$made" && diff -rq "$made" "$kept" >&2; then
    echo "ok 1 - $(ls "$kept" | wc -l) samples are as generated"
else
    echo "not ok 1 - samples differ: run make_fit tests/samples/fit and look at git diff"
fi
