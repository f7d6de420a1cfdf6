#!/bin/sh
# What the cost of a needless visit does to safety and to over-triage: the cases
# once for each pair of factors on the two costs of the harm rule. A factor of 1
# is the knowledge as it stands. Figures are "k of n  % (95 % interval)".
#
#   tools/triage-curve.sh NIGGLE KNOWLEDGE CASES...
set -eu
[ $# -ge 3 ] || { echo "usage: $0 NIGGLE KNOWLEDGE CASES..." >&2; exit 2; }
niggle=$1 knowledge=$2
shift 2
work=$(mktemp -d)
trap 'rm -rf "$work" "$work.out"' EXIT
cp -R "$knowledge/." "$work"

# costs and the triggers of conditions without a row of their own move alike
scaled() { # factor-urgent factor-emergency
    awk -v u="$1" -v e="$2" '
        function times(f) { v = $2 * f; if ($1 ~ /^p_/ && v > 1) v = 1; if (v > 10) v = 10; sub(/: *[0-9.]+/, ": " sprintf("%.8f", v)) }
        /^  (urgent_cost|p_urgent|p_emergency): / { times(u) }
        /^  (emergency_cost|p_now): / { times(e) }
        { print }' "$knowledge/structure.yaml" > "$work/structure.yaml"
}
figure() { sed -n "s/^  $1  *\([0-9]* of [0-9]*\) *\(.*\)\$/\1  \2/p" "$work.out"; }

printf '| urgent cost | emergency cost | as urgent as it should be, or more | more urgent | emergencies below urgent |\n|---|---|---|---|---|\n'
for pair in 0.25:1 0.5:1 0.7:1 1:0.5 1:1 1:2 1:4 1.5:1 2:1 2:2 4:4 1000:1000; do
    scaled "${pair%:*}" "${pair#*:}"
    "$niggle" --knowledge "$work" vignettes "$@" > "$work.out"
    printf '| x %s | x %s | %s | %s | %s |\n' "${pair%:*}" "${pair#*:}" "$(figure 'as urgent as it should be, or more')" \
        "$(figure 'more urgent than it should be')" "$(figure 'emergencies given less than urgent')"
done
