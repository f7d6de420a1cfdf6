#!/bin/sh
# The program is built hardened: position independent, read-only relocations
# bound at start, no executable stack, stack protector, fortified calls, no
# search path of its own.   hardening.sh PROGRAM SANITIZER
. "${NIGGLE_SOURCE:=$(cd "$(dirname "$0")/../.." && pwd)}/tests/tap.sh"
export LC_ALL=C
if [ "$2" != none ]; then
    skip "hardening" "a sanitizer build is not what is shipped"
    finish
fi
has() { if readelf -W $1 "$3" 2>/dev/null | grep -qE "$2"; then ok "$4"; else not_ok "$4"; fi; }
has_not() { if readelf -W $1 "$3" 2>/dev/null | grep -qE "$2"; then not_ok "$4"; else ok "$4"; fi; }
has -h 'Type: +DYN' "$1" "position independent (PIE)"
has -l 'GNU_RELRO' "$1" "read-only relocations (RELRO)"
has -d 'BIND_NOW|FLAGS.*NOW' "$1" "all symbols bound at start (BIND_NOW)"
has_not -l 'GNU_STACK.*RWE' "$1" "no executable stack (NX)"
has --dyn-syms '__stack_chk_fail' "$1" "stack protector"
has --dyn-syms '__[a-z]+_chk' "$1" "fortified calls"
has_not -d 'RPATH|RUNPATH' "$1" "no library search path of its own"
finish
