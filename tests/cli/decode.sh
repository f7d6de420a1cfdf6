#!/bin/sh
# niggle decode: the contract's keys, exit codes, and files that are none.
. "${NIGGLE_SOURCE:=$(cd "$(dirname "$0")/../.." && pwd)}/tests/cli/lib.sh"
samples="$NIGGLE_SOURCE/tests/samples"

run decode --json "$samples/fit/ok_plain.fit"
gives "a good file" 0
[ ! -s "$dir/err" ] && ok "a good file: silence on stderr" || not_ok "a good file: silence on stderr" "$(cat "$dir/err")"
start='"format":"fit","sport":"running","start":"2025-03-04T05:20:00Z","n_records":20,"distance_m":57'
middle='"timer_s":19.000,"elapsed_s":19.000,"mean_hr_bpm":140.000,"mean_cadence_spm":170.000'
prints "the contract's keys in their order" "$start.00,$middle,\"has_dynamics\":true,\"salvaged\":false"
run decode --json "$samples/fit/ok_all_invalid.fit"
prints "absent values are null" '"mean_hr_bpm":null,"mean_cadence_spm":null'
run decode --json "$samples/fit/ok_multisport_last.fit"
[ "$(wc -l <"$dir/out")" = 3 ] && ok "one line for each session" || not_ok "one line for each session" "$(cat "$dir/out")"
run decode --json "$samples/gpx/ok_plain.gpx" "$samples/tcx/ok_plain.tcx"
gives "GPX and TCX together" 0
prints "GPX is named" '"format":"gpx"'
prints "TCX is named" '"format":"tcx"'
gzip -c "$samples/fit/ok_plain.fit" >"$dir/packed.gz"
run decode --json "$dir/packed.gz"
prints "gzip is seen through" '"n_records":20'
run decode "$samples/fit/ok_plain.fit"
prints "for a person" "cadence 170 steps a minute"

run decode --json "$samples/fit/any_lost_bytes.fit"
gives "a damaged file: what was readable, and a warning" 1 "What could be read is shown."
prints "a damaged file is marked" '"salvaged":true'
[ "$(wc -l <"$dir/err")" = 1 ] && ok "a damaged file: one sentence" || not_ok "a damaged file: one sentence" "$(cat "$dir/err")"
run decode "$samples/fit/ok_plain.fit" "$samples/fit/bad_html.fit"
gives "one of two files failed" 3 "a web page"

run decode
refuses "no file named" 2 "name at least one file"
run decode "$samples/fit/bad_course.fit"
refuses "a course is no activity" 4 "not a recorded activity: course"
run decode "$samples/gpx/bad_untimed.gpx"
refuses "a route is no activity" 4 "route without times"
run decode "$dir/missing.fit"
refuses "a missing file" 1 "Check the spelling of the path."
run decode "$dir"
refuses "a folder" 1 "niggle import FOLDER"
ln -s loop "$dir/loop"
run decode "$dir/loop"
refuses "a link to itself" 1 "The link leads back to itself"
run decode /dev/null
refuses "a device" 1 "not a file"
mkfifo "$dir/pipe"
run decode "$dir/pipe"
refuses "a pipe does not hang" 1 "not a file"
if [ "$(id -u)" != 0 ]; then
    cp "$samples/fit/ok_plain.fit" "$dir/locked.fit" && chmod 0 "$dir/locked.fit"
    run decode "$dir/locked.fit"
    refuses "a file that may not be read" 1 "Check that you may read it."
fi
truncate -s 4G "$dir/zeros.fit"
run decode "$dir/zeros.fit"
refuses "4 GiB of zeros" 1 "nothing but zeros"
cp "$samples/fit/ok_plain.fit" "$dir/huge.fit" && truncate -s 4G "$dir/huge.fit"
run decode "$dir/huge.fit"
refuses "a recording of 4 GiB" 1 "larger than 256 MiB"
for kind in "html:a web page" "json:a JSON file" "png:a PNG picture" "zip:a zip archive" "empty:an empty file" "zeros:nothing but zeros"; do
    run decode "$samples/fit/bad_${kind%%:*}.fit"
    refuses "${kind##*:} named .fit" 1 "this is ${kind##*:}"
done
for bomb in laughs doctype external; do
    run decode "$samples/gpx/bad_$bomb.gpx"
    refuses "a document type ($bomb)" 1 "document type"
done
finish
