#!/bin/sh
# Every #include in src/ obeys src/LAYERS: a module includes only itself, the
# modules named on its line and their headers meant for others. A module with
# a public header shows that and its front header (assess/assess.h); base,
# flow and the like show every header but internal.h.
. "${NIGGLE_SOURCE:=$(cd "$(dirname "$0")/../.." && pwd)}/tests/tap.sh"
cd "$NIGGLE_SOURCE/src" || exit 99

modules=$(sed -n 's/^\([a-z]*\):.*/\1/p' LAYERS)
core="base knowledge activity load assess forecast plan"

has() { case " $1 " in *" $2 "*) return 0 ;; esac; return 1; }

# "FILE:LINE: WHAT" for each include of a module that breaks a rule
complaints() {
    module=$1
    allowed="$module $(sed -n "s/^$module: *//p" LAYERS)"
    for file in "$module"/*.[ch]; do
        [ -f "$file" ] || continue
        grep -nE '^[[:space:]]*#[[:space:]]*include' "$file" |
            sed -E 's/^([0-9]+):.*include[[:space:]]*([<"])([^>"]*).*/\1 \2 \3/' |
            while read -r line kind target; do
                case $kind$target in
                '<niggle/'*)
                    owner=${target#niggle/} owner=${owner%.h}
                    if has "$(echo $modules)" "$owner" && ! has "$allowed" "$owner"; then
                        echo "src/$file:$line: $module may not use $owner (src/LAYERS)"
                    fi ;;
                '"'*/*)
                    owner=${target%%/*} name=${target#*/}
                    if ! has "$allowed" "$owner"; then
                        echo "src/$file:$line: $module may not use $owner (src/LAYERS)"
                    elif [ "$owner" != "$module" ]; then
                        case $name in
                        "$owner.h") ;;
                        internal.h | *_internal.h) echo "src/$file:$line: $target is private to $owner" ;;
                        *) [ ! -f "../include/niggle/$owner.h" ] ||
                            echo "src/$file:$line: $target is private to $owner; include <niggle/$owner.h> or $owner/$owner.h" ;;
                        esac
                    fi ;;
                '"'*) echo "src/$file:$line: write the module, too: \"$module/$target\"" ;;
                '<'*)
                    if has "$core" "$module"; then
                        case $target in
                        unistd.h | fcntl.h | time.h | locale.h | errno.h | signal.h | dirent.h | pthread.h | setjmp.h | sys/* | \
                            sqlite3.h | jansson.h | yaml.h) echo "src/$file:$line: the core is pure and does without <$target>" ;;
                        esac
                    fi ;;
                esac
            done
    done
}

# LAYERS itself: the order of its lines is the order of the layers
seen=
out=
for module in $modules; do
    for used in $(sed -n "s/^$module: *//p" LAYERS); do
        has "$seen" "$used" || out="$out$module names $used, which is not above it
"
    done
    seen="$seen $module"
done
none "LAYERS names only modules above, so there is no cycle" "$out"

out=
for dir in */; do has "$(echo $modules)" "${dir%/}" || out="$out src/$dir has no line in LAYERS"; done
none "every folder of src/ has its line in LAYERS" "$out"

# the rule must be able to fail
probe=$(mktemp -d)
mkdir -p "$probe/include/niggle" "$probe/src/base" "$probe/src/assess"
cp LAYERS "$probe/src/"
touch "$probe/include/niggle/knowledge.h"
printf '%s\n' '#include <niggle/plan.h>' '#include "store/store.h"' '#include "knowledge/lookup.h"' '#include "case.h"' \
    '#include <time.h>' '#include "base/arena.h"' '#include <niggle/knowledge.h>' '#include "assess/case.h"' >"$probe/src/assess/x.c"
found=$(cd "$probe/src" && complaints assess | sed 's/:.*//; s/.*x.c//' | wc -l)
rm -r "$probe"
[ "$found" -eq 5 ] && ok "five bad includes of eight are found" || not_ok "five bad includes of eight are found" "found $found"

for module in $modules; do none "$module keeps to its layers" "$(complaints "$module")"; done
finish
