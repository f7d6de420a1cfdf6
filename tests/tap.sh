# For shell tests, sourced: results as TAP, and what went wrong as remarks.
tap_count=0
tap_failed=0

ok() { # ok SENTENCE
    tap_count=$((tap_count + 1))
    printf 'ok %d - %s\n' "$tap_count" "$1"
}

not_ok() { # not_ok SENTENCE [DETAILS]
    tap_count=$((tap_count + 1))
    tap_failed=$((tap_failed + 1))
    printf 'not ok %d - %s\n' "$tap_count" "$1"
    [ -z "${2-}" ] || printf '%s\n' "$2" | sed 's/^/# /'
}

skip() { # skip SENTENCE REASON
    tap_count=$((tap_count + 1))
    printf 'ok %d - %s # SKIP %s\n' "$tap_count" "$1" "$2"
}

# none SENTENCE TEXT: good when there is nothing to complain about
none() {
    if [ -z "$2" ]; then ok "$1"; else not_ok "$1" "$2"; fi
}

# same SENTENCE FILE FILE: good when both hold the same bytes
same() {
    if cmp -s "$2" "$3"; then ok "$1"; else not_ok "$1" "$(diff -u "$2" "$3" 2>&1 | head -40)"; fi
}

finish() {
    printf '1..%d\n' "$tap_count"
    [ "$tap_failed" -eq 0 ]
    exit
}

# the files of the project: what git knows, or everything where there is no git
project_files() {
    git -C "$NIGGLE_SOURCE" ls-files 2>/dev/null | grep . ||
        (cd "$NIGGLE_SOURCE" && find . -type f ! -path './.git/*' ! -path './build*' | sed 's|^\./||')
}
