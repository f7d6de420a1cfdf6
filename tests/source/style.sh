#!/bin/sh
# What every file keeps to: a final new line, no blanks at the ends of lines,
# no tabs in C, at most 700 lines (500 is a remark), an opening idea.
. "${NIGGLE_SOURCE:=$(cd "$(dirname "$0")/../.." && pwd)}/tests/tap.sh"
cd "$NIGGLE_SOURCE" || exit 99
text=$(project_files | grep -E '\.(c|h|md|sh|build|yaml|csv|txt|pl|py|def|sql)$|^(Makefile|src/LAYERS)$')
code=$(printf '%s\n' "$text" | grep -E '^(src|include|tools|tests|fuzz|bench)/.*\.[ch]$')
own=$(printf '%s\n' "$text" | grep -vE '^tests/(samples|golden)/')

none "no blanks at the ends of lines" "$(grep -nE '[[:blank:]]+$' $(echo "$own" | grep -v '\.md$') /dev/null | cut -c1-100 | head -20)"
none "no carriage returns" "$(grep -lP '\r$' $own /dev/null | head)"
none "every file ends with a new line" "$(for f in $own; do [ ! -s "$f" ] || [ -z "$(tail -c1 "$f")" ] || echo "$f"; done)"
none "no tabs in C" "$(grep -nP '\t' $code /dev/null | cut -c1-100 | head)"
wc -l $code | awk '$2 != "total" && $1 > 500 && $1 <= 700 { print "# " $2 " has " $1 " lines; think of its parts" }'
none "no C file is longer than 700 lines" "$(wc -l $code | awk '$2 != "total" && $1 > 700 { print $2 ": " $1 }')"
said=$(sed -n 's/#define NIGGLE_VERSION "\(.*\)"/\1/p' include/niggle/niggle.h)
none "one version everywhere" "$(grep -q "version: '$said'" meson.build || echo "niggle.h says $said, meson.build does not"
    grep -q "^## $said" CHANGELOG.md || echo "CHANGELOG.md has no entry $said")"
none "every C file opens with its idea" "$(for f in $(echo "$code" | grep '^[^t].*\.c$\|^tools.*\.c$'); do head -c2 "$f" | grep -q '/\*' || echo "$f"; done)"
finish
