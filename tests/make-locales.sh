#!/bin/sh
# make-locales.sh DIR NAME...: compile locales (UTF-8) into DIR, for LOCPATH.
# Where the machine has no sources for them the folder stays empty, and tests
# that need them skip.
dir=$1
shift
rm -rf "$dir" && mkdir -p "$dir" || exit 1
for name in "$@"; do
    localedef -c -i "$name" -f UTF-8 "$dir/$name.UTF-8" >/dev/null 2>&1 || rm -rf "${dir:?}/$name.UTF-8"
done
