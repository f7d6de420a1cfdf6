#!/bin/sh
# The tally counts what it should: made-up logs with known sums.
. "${NIGGLE_SOURCE:=$(cd "$(dirname "$0")/../.." && pwd)}/tests/tap.sh"
log=$(mktemp) && trap 'rm -f "$log"' EXIT

# expect SENTENCE LAST_LINE EXIT_CODE [ARGUMENTS]: of the log on standard input
expect() {
    sentence=$1 want="$2 $3"
    shift 3
    cat >"$log"
    got=$("$NIGGLE_SOURCE/tests/tally" "$@" "$log" 2>&1)
    code=$?
    got="$(printf '%s\n' "$got" | tail -1) $code"
    if [ "$got" = "$want" ]; then ok "$sentence"; else not_ok "$sentence" "want '$want', got '$got'"; fi
}

expect "lines that pass are counted one by one" "3 passed, 0 failed" 0 <<'END'
{"name": "a", "stdout": "1..2\nok 1 - x\nok 2 - y\n", "result": "OK", "returncode": 0}
{"name": "b", "stdout": "ok 1 - z\n1..1\n", "result": "OK", "returncode": 0}
END
expect "a line that fails fails the run" "1 passed, 1 failed" 1 <<'END'
{"name": "a", "stdout": "1..2\nok 1 - x\nnot ok 2 - y\n", "result": "FAIL", "returncode": 1}
END
expect "skipped lines are counted apart, whether ok or not" "1 passed, 0 failed, 2 skipped" 0 <<'END'
{"name": "a", "stdout": "1..3\nok 1 - x\nok 2 - y # SKIP why\nnot ok 3 # SKIP z\n", "result": "OK", "returncode": 0}
END
expect "skipped lines that Meson takes for failures" "0 passed, 0 failed, 2 skipped" 1 <<'END'
{"name": "a", "stdout": "1..2\nnot ok 1 # SKIP x\nnot ok 2 # SKIP y\n# ok - tests\n", "result": "FAIL", "returncode": 0}
END
expect "skipped lines do not hide a bad end" "0 passed, 1 failed, 1 skipped" 1 <<'END'
{"name": "a", "stdout": "1..1\nnot ok 1 # SKIP x\n", "result": "FAIL", "returncode": 1}
END
expect "a test that skips itself whole" "1 passed, 0 failed, 1 skipped" 0 <<'END'
{"name": "a", "stdout": "1..0 # SKIP no files\n", "result": "SKIP", "returncode": 0}
{"name": "b", "stdout": "1..1\nok 1 - x\n", "result": "OK", "returncode": 0}
END
expect "a test that ends half way fails" "1 passed, 1 failed" 1 <<'END'
{"name": "a", "stdout": "1..3\nok 1 - x\n", "result": "ERROR", "returncode": -11}
END
expect "a bad exit code after good lines fails" "1 passed, 1 failed" 1 <<'END'
{"name": "a", "stdout": "1..1\nok 1 - x\n", "result": "ERROR", "returncode": 1}
END
expect "a test without TAP counts as one" "1 passed, 1 failed" 1 <<'END'
{"name": "a", "stdout": "hello\n", "result": "OK", "returncode": 0}
{"name": "b", "stdout": "", "result": "TIMEOUT", "returncode": -9}
END
expect "nothing at all is not a success" "0 passed, 0 failed" 1 </dev/null
expect "steps of the run itself are counted, too" "1 passed, 1 failed" 1 --also passed:build --also failed:clang </dev/null
expect "a word that only begins like ok is not a result" "1 passed, 0 failed" 0 <<'END'
{"name": "a", "stdout": "1..1\nokay then\nok 1 - x\n", "result": "OK", "returncode": 0}
END
finish
