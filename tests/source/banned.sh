#!/bin/sh
# Functions that surprise are not called: tests/source/banned.txt names each,
# where, and what to use instead; exceptions.txt the few exceptions, with why.
. "${NIGGLE_SOURCE:=$(cd "$(dirname "$0")/../.." && pwd)}/tests/tap.sh"
here="$NIGGLE_SOURCE/tests/source"
cd "$NIGGLE_SOURCE" || exit 99

# one line per call in the code of the files: "FILE:LINE: function"
calls() {
    perl "$here/strip.pl" "$@" | awk '{
        place = $1; line = substr($0, length($1) + 2)
        while (match(line, /[A-Za-z_][A-Za-z0-9_]*[ \t]*\(/)) {
            before = RSTART > 1 ? substr(line, RSTART - 1, 1) : ""
            name = substr(line, RSTART, RLENGTH); sub(/[ \t]*\($/, "", name)
            if (before != "." && before != ">") print place " " name
            line = substr(line, RSTART + RLENGTH)
        }
    }'
}

in_place() { # in_place WHERE FILE: does the ban hold for this file?
    case $1:$2 in
    all:*) return 0 ;;
    core:src/base/* | core:src/knowledge/* | core:src/activity/* | core:src/load/* | core:src/assess/* | \
        core:src/forecast/* | core:src/plan/* | core:include/*) return 0 ;;
    program:src/base/* | program:fuzz/* | program:bench/*) return 1 ;;
    app:src/cli/* | app:tools/* | app:fuzz/* | app:bench/*) return 1 ;;
    program:* | app:*) return 0 ;;
    esac
    return 1
}

all=$(calls $(project_files | grep -E '^(src|include|tools|fuzz|bench)/.*\.[ch]$' | while read -r f; do [ ! -f "$f" ] || echo "$f"; done))

grep -v '^#' "$here/banned.txt" | while read -r name where instead; do
    printf '%s\n' "$all" | grep ": $name\$" | while IFS=: read -r file line rest; do
        in_place "$where" "$file" || continue
        grep -v '^#' "$here/exceptions.txt" | awk -v f="$file" -v n="$name" '$1 == f && $2 == n { found = 1 } END { exit !found }' && continue
        echo "$file:$line: $name is banned here; use $instead"
    done
done >"${TMPDIR:-/tmp}/banned.$$"
for where in all core program app; do
    names=$(awk -v w=$where '!/^#/ && $2 == w { print $1 }' "$here/banned.txt")
    found=$(for name in $names; do grep ": $name is banned" "${TMPDIR:-/tmp}/banned.$$"; done)
    none "no banned function is called ($where: $(echo $names | wc -w) names)" "$found"
done
rm -f "${TMPDIR:-/tmp}/banned.$$"

stale=$(grep -v '^#' "$here/exceptions.txt" | while read -r file name why; do
    [ -n "$why" ] || echo "$file $name: no reason given"
    printf '%s\n' "$all" | grep -q "^$file:[0-9]*: $name\$" || echo "$file no longer calls $name"
done)
none "every exception is used and has its reason" "$stale"

# the rule must be able to fail
probe=$(mktemp -d) && printf 'int f(void);\nint f(void)\n{\n    /* atoi("1") */ return atoi("strtod(1)");\n}\n' >"$probe/x.c"
found=$(calls "$probe/x.c" | sed 's/.*: //' | tr '\n' ' ')
rm -r "$probe"
[ "$found" = "f f atoi " ] && ok "calls are found, comments and strings are not" || not_ok "calls are found, comments and strings are not" "$found"
finish
