#!/bin/sh
#
# Copyright (c) 2026 The edge-learning authors
#
# SPDX-License-Identifier: GPL-2.0-only
#
# Checks utils/campaign.sh with a program that takes no time, and with an example.
#
# Usage: check-campaign.sh DIRECTORY_OF_THE_EXAMPLES

set -u

examples=$1
campaign=$(cd "$(dirname "$0")/../.." && pwd)/utils/campaign.sh
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0

fail() {
    echo "FAILED: $*"
    failures=$((failures + 1))
}

# The program: run N finds N; it notes that it ran, and fails while there is a file $work/broken
# that names it.
cat >"$work/program" <<'END'
#!/bin/sh
for argument in "$@"; do
    case $argument in
    --RngRun=*) run=${argument#*=} ;;
    --output=*) output=${argument#*=} ;;
    esac
done
echo "$run" >>"$(dirname "$0")/log"
if grep -qx "$run" "$(dirname "$0")/broken" 2>/dev/null; then
    echo "no luck" >&2
    exit 1
fi
rare=null
[ "$run" -ne 2 ] || rare=0.5
echo "{\"n\": $run, \"by, name\": {\"a \\\"b\": [$run, -1.5e3], \"word\": \"x\"}," >"$output/summary.json"
echo " \"rare\": $rare, \"odd\": nan}" >>"$output/summary.json"
END
chmod +x "$work/program"

# run STATUS RUNS [OPTION...]: a campaign into $work/results must end with the status.
run() {
    expected=$1
    runs=$2
    shift 2
    : >"$work/log"
    JOBS=2 "$campaign" "$work/program" "$work/results" "$runs" "$@" >"$work/out" 2>"$work/err"
    status=$?
    [ $status -eq "$expected" ] || fail "status $status, not $expected: $(cat "$work/err")"
}

echo 3 >"$work/broken"
run 1 4
grep -q "3 of 4 runs are finished; failed: 3" "$work/out" || fail "says $(cat "$work/out")"
grep -q "no luck" "$work/results/3.failed/stderr.txt" || fail "no stderr.txt of a failed run"
rm "$work/broken"

# An interrupted run is begun anew, a failed one too; what is finished stays.
mv "$work/results/2" "$work/results/2.part"
touch "$work/results/2.part/half"
run 0 4
[ "$(sort -n "$work/log" | tr '\n' ' ')" = "2 3 " ] || fail "ran $(cat "$work/log")"
[ ! -e "$work/results/2/half" ] || fail "took over a half-finished run"
[ ! -e "$work/results/3.failed" ] || fail "left a failed run that is finished now"

expected='run,n,"by, name/a ""b/0","by, name/a ""b/1","by, name/word",rare,odd
1,1,1,-1.5e3,x,,nan
2,2,2,-1.5e3,x,0.5,nan
3,3,3,-1.5e3,x,,nan
4,4,4,-1.5e3,x,,nan'
[ "$(cat "$work/results/runs.csv")" = "$expected" ] || fail "runs.csv: $(cat "$work/results/runs.csv")"
# 3.182446 * 1.290994 / 2
expected='quantity,runs,mean,half_width_95,least,greatest
n,4,2.5,2.05426,1,4
"by, name/a ""b/0",4,2.5,2.05426,1,4
"by, name/a ""b/1",4,-1500,0,-1500,-1500
rare,1,0.5,,0.5,0.5'
[ "$(cat "$work/results/summary.csv")" = "$expected" ] ||
    fail "summary.csv: $(cat "$work/results/summary.csv")"

# More runs are added: of 40, t is 2.022691, s is 11.690452.
run 0 40
[ "$(wc -l <"$work/log")" -eq 36 ] || fail "ran $(wc -l <"$work/log") of 36"
grep -q '^n,40,20.5,3.73879,1,40$' "$work/results/summary.csv" ||
    fail "of 40 runs: $(grep '^n,' "$work/results/summary.csv")"

run 2 4 --other
grep -q "runs of another command" "$work/err" || fail "other options: $(cat "$work/err")"
run 2 0
grep -q "RUNS is '0'" "$work/err" || fail "no runs: $(cat "$work/err")"
run 2 4 --RngRun=7
grep -q "RngRun=7 is the campaign's" "$work/err" || fail "RngRun: $(cat "$work/err")"
"$campaign" no-such-example "$work/none" 1 2>"$work/err" && fail "no such program: status 0"
grep -q "no program .*no-such-example" "$work/err" || fail "no such program: $(cat "$work/err")"

# An example, and a run of it by hand.
"$campaign" "$examples/edge-learning-first" "$work/first" 2 --rounds=1 >"$work/out" 2>"$work/err" ||
    fail "edge-learning-first: $(cat "$work/err")"
"$examples/edge-learning-first" --rounds=1 --RngRun=2 --output="$work/alone" >"$work/out" 2>&1
cmp "$work/first/2/summary.json" "$work/alone/summary.json" || fail "a run differs from the same alone"
[ "$(wc -l <"$work/first/runs.csv")" -eq 3 ] || fail "runs.csv: $(cat "$work/first/runs.csv")"

[ $failures -eq 0 ] && echo "campaigns behave"
exit $failures
