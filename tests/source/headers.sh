#!/bin/sh
# Each public header compiles alone, as strict C99, C17 and C++17, and twice.
# headers.sh CC CXX
. "${NIGGLE_SOURCE:=$(cd "$(dirname "$0")/../.." && pwd)}/tests/tap.sh"
cd "$NIGGLE_SOURCE/include" || exit 99
strict="-pedantic-errors -Wall -Wextra -Wshadow -Werror -fsyntax-only -I."
for header in niggle/*.h; do
    text="#include <$header>
#include <$header>
typedef int end_of_$(basename "$header" .h);"
    for std in c99 c17; do
        none "$header alone as strict $std" "$(printf '%s\n' "$text" | $1 -std=$std $strict -x c - 2>&1)"
    done
    if command -v "$2" >/dev/null; then
        none "$header alone as strict c++17" "$(printf '%s\n' "$text" | $2 -std=c++17 $strict -x c++ - 2>&1)"
    else
        skip "$header alone as strict c++17" "there is no C++ compiler"
    fi
done
finish
