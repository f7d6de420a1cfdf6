#!/bin/sh
# lint.sh BUILD CLANG_BUILD: what static analysis can see. clang-tidy with the
# checks of .clang-tidy, cppcheck, gcc's analyser over the pure core, and the
# rules of tests/source. Ends with 1 if any of them complains.
set -u
build=$1 clang=$2 bad=0
ninja -C "$build" >/dev/null && ninja -C "$clang" >/dev/null || exit 1
sources=$(git ls-files 'src/*.c' 'tools/*.c')

echo "clang-tidy"
printf '%s\n' $sources | xargs -P "$(nproc)" -n 4 clang-tidy -p "$clang" --quiet --warnings-as-errors='*' 2>/dev/null || bad=1

echo "cppcheck"
cppcheck --quiet --std=c17 --enable=warning,portability,performance --inline-suppr --suppress=missingIncludeSystem '-Djson_object_foreach(o,k,v)=for(;;)' \
    --suppress=normalCheckLevelMaxBranches --suppress=preprocessorErrorDirective --error-exitcode=1 -I include -I src -j "$(nproc)" $sources || bad=1

echo "gcc -fanalyzer"
for f in $(git ls-files 'src/base/*.c' 'src/knowledge/*.c' 'src/activity/*.c' 'src/load/*.c' 'src/assess/*.c' \
    'src/forecast/*.c' 'src/plan/*.c' 'src/store/*.c'); do
    gcc -std=c17 -O1 -fanalyzer -Werror -D_POSIX_C_SOURCE=200809L -Iinclude -Isrc -I"$build/src/store" -c "$f" -o /dev/null || bad=1
done

echo "rules of tests/source"
meson test -C "$build" --quiet --suite source --no-rebuild || bad=1
exit $bad
