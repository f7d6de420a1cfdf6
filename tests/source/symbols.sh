#!/bin/sh
# The ABI is a reviewed list: what libniggle.so exports is tests/symbols.txt.
# Every external name of the static core starts with ngl_, and the core asks
# the system for nothing but memory, text and mathematics.
# symbols.sh LIBNIGGLE.SO LIBNIGGLE-CORE.A [--update]
. "${NIGGLE_SOURCE:=$(cd "$(dirname "$0")/../.." && pwd)}/tests/tap.sh"
list="$NIGGLE_SOURCE/tests/symbols.txt"
exported=$(nm -D --defined-only "$1" | awk '$3 !~ /^__/ { print $3 }' | LC_ALL=C sort)
if [ "${3-}" = --update ]; then
    printf '%s\n' "$exported" >"$list"
    exit
fi
now=$(mktemp)
printf '%s\n' "$exported" >"$now"
same "libniggle.so exports exactly tests/symbols.txt (make golden rewrites it)" "$list" "$now"
rm -f "$now"
none "every external name of the static core starts with ngl_" \
    "$(nm -g --defined-only "$2" 2>/dev/null | awk 'NF == 3 && $3 !~ /^ngl_/ && $3 !~ /^__(asan|odr|ubsan|start|stop)/ { print $3 }')"
none "the core neither opens, prints, exits nor asks for time, place or chance" \
    "$(nm -u "$2" 2>/dev/null | awk '{ print $2 }' | sed 's/@.*//; s/^__\(.*\)_chk$/\1/' |
        grep -xE '_?exit|abort|f?printf|v?fprintf|puts|putchar|fputs|fopen(64)?|open(64)?|read|write|close|socket|getenv|setlocale|time|clock|clock_gettime|gettimeofday|localtime(_r)?|gmtime(_r)?|s?rand(om)?|getrandom|stdout|stderr|stdin' | sort -u)"
finish
