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

examples=$(cd "$1" && pwd)
utils=$(cd "$(dirname "$0")/../../utils" && pwd)
campaign=$utils/campaign.sh
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0

fail() {
    echo "FAILED: $*"
    failures=$((failures + 1))
}

# The program: run N finds N; it notes that it ran. It fails while there is a file $work/broken
# that names it, kills the shell that called it while $work/deadly does, and takes long while
# $work/slow does.
cat >"$work/program" <<'END'
#!/bin/sh
for argument in "$@"; do
    case $argument in
    --RngRun=*) run=${argument#*=} ;;
    --output=*) output=${argument#*=} ;;
    esac
done
top=$(dirname "$0")
is() {
    grep -qx "$run" "$top/$1" 2>/dev/null
}
echo "$run" >>"$top/log"
printf '%s\n' "$@" >"$output/arguments.txt"
if is broken; then
    echo "no luck" >&2
    exit 1
fi
! is deadly || kill -9 $PPID
if is slow; then
    echo $$ >"$top/pid"
    exec sleep 100
fi
rare=null
[ "$run" -ne 1 ] || rare=nan
[ "$run" -ne 2 ] || rare=0.5
[ "$run" -ne 3 ] || rare=-inf
cat >"$output/summary.json" <<JSON
{"n": $run, "by, name": {"a \\"b": [$run, -1.5e3], "word": "x\\\\"},
 "rare": $rare, "odd": nan, "half": $run.5}
JSON
END
chmod +x "$work/program"

# run STATUS RUNS [OPTION...]: a campaign into $work/results must end with the status.
run() {
    wanted=$1
    runs=$2
    shift 2
    : >"$work/log"
    JOBS=${jobs-2} "$campaign" "$work/program" "$work/results" "$runs" "$@" >"$work/out" 2>"$work/err"
    status=$?
    [ $status -eq "$wanted" ] || fail "status $status, not $wanted: $(cat "$work/err")"
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

expected='run,n,"by, name/a ""b/0","by, name/a ""b/1","by, name/word",rare,odd,half
1,1,1,-1.5e3,x\,,,1.5
2,2,2,-1.5e3,x\,0.5,,2.5
3,3,3,-1.5e3,x\,,,3.5
4,4,4,-1.5e3,x\,,,4.5'
[ "$(cat "$work/results/runs.csv")" = "$expected" ] || fail "runs.csv: $(cat "$work/results/runs.csv")"
# 3.182446 * 1.290994 / 2
expected='quantity,runs,mean,half_width_95,least,greatest
n,4,2.5,2.05426,1,4
"by, name/a ""b/0",4,2.5,2.05426,1,4
"by, name/a ""b/1",4,-1500,0,-1500,-1500
rare,1,0.5,,0.5,0.5
half,4,3,2.05426,1.5,4.5'
[ "$(cat "$work/results/summary.csv")" = "$expected" ] ||
    fail "summary.csv: $(cat "$work/results/summary.csv")"

# The same in a locale that has a comma in numbers, if one can be had.
if localedef -i de_DE -f UTF-8 "$work/de_DE.UTF-8" >"$work/out" 2>&1; then
    LOCPATH=$work
    LC_ALL=de_DE.UTF-8
    export LOCPATH LC_ALL
    run 0 4
    unset LOCPATH LC_ALL
    [ "$(cat "$work/results/summary.csv")" = "$expected" ] ||
        fail "in German: $(cat "$work/results/summary.csv")"
else
    echo "no German locale, not tried: $(cat "$work/out")"
fi

# With 11 degrees of freedom, where the expansion is worst, t is 2.200985, s is 3.605551.
run 0 12
grep -q '^n,12,6.5,2.29085,1,12$' "$work/results/summary.csv" ||
    fail "of 12 runs: $(grep '^n,' "$work/results/summary.csv")"

# More runs are added: of 40, t is 2.022691, s is 11.690452.
run 0 40
[ "$(wc -l <"$work/log")" -eq 28 ] || fail "ran $(wc -l <"$work/log") of 28"
grep -q '^n,40,20.5,3.73879,1,40$' "$work/results/summary.csv" ||
    fail "of 40 runs: $(grep '^n,' "$work/results/summary.csv")"

run 2 4 --other
grep -q "runs of another command" "$work/err" || fail "other options: $(cat "$work/err")"
run 2 0
grep -q "RUNS is '0'" "$work/err" || fail "no runs: $(cat "$work/err")"
mv "$work/program" "$work/another"
mkdir "$work/elsewhere"
cp "$work/another" "$work/elsewhere/program"
"$campaign" "$work/elsewhere/program" "$work/results" 4 2>"$work/err" && fail "other program: status 0"
grep -q "runs of another command" "$work/err" || fail "other program: $(cat "$work/err")"
mv "$work/another" "$work/program"
for option in -RngRun=7 --RngRun=7 -RngRun --RngRun -output=x --output=x -output --output; do
    run 2 4 $option
    grep -q -e "$option is the campaign's" "$work/err" || fail "$option: $(cat "$work/err")"
done
for jobs in x 0 -1; do
    run 2 4
    grep -q "JOBS is '$jobs'" "$work/err" || fail "JOBS=$jobs: $(cat "$work/err")"
done
unset jobs
"$campaign" no-such-example "$work/none" 1 2>"$work/err" && fail "no such program: status 0"
grep -q "no program .*no-such-example" "$work/err" || fail "no such program: $(cat "$work/err")"

# Options come before the campaign's own, with braces and all that a shell would take to pieces; the
# directory has what awk and xargs would. While no run has finished, other options may be tried.
odd="$work/a\\b {} 'c"
echo 1 >"$work/broken"
"$campaign" "$work/program" "$odd" 1 --wrong >"$work/out" 2>"$work/err" && fail "broken: status 0"
rm "$work/broken"
"$campaign" "$work/program" "$odd" 1 '--x={} "y' '*' >"$work/out" 2>"$work/err" ||
    fail "odd characters: $(cat "$work/err")"
expected="--x={} \"y
*
--RngRun=1
--output=$odd/1.part"
[ "$(cat "$odd/1/arguments.txt")" = "$expected" ] || fail "arguments: $(cat "$odd/1/arguments.txt")"
grep -q '^n,1,1,,1,1$' "$odd/summary.csv" || fail "odd directory: $(cat "$odd/summary.csv")"

# Called from its own directory; and with CDPATH, which makes cd talk.
(cd "$utils" && sh campaign.sh "$work/program" "$work/inside" 1) >"$work/out" 2>"$work/err" ||
    fail "from utils: $(cat "$work/err")"
mkdir "$work/path"
(cd "$work" && CDPATH=$work/path:$work && export CDPATH && mkdir path/talk &&
    "$campaign" ./program talk 1) >"$work/out" 2>"$work/err" || fail "CDPATH: $(cat "$work/err")"
[ -f "$work/talk/runs.csv" ] || fail "with CDPATH the results are not in the directory given"

# A shell that is killed: the campaign tells what is left to do, and collects the rest.
echo 2 >"$work/deadly"
(JOBS=1 "$campaign" "$work/program" "$work/deaths" 3) >"$work/out" 2>"$work/err" && fail "deaths: status 0"
rm "$work/deadly"
grep -q "1 of 3 runs are finished.*not finished: 2 3" "$work/out" || fail "deaths: $(cat "$work/out")"
[ "$(wc -l <"$work/deaths/runs.csv")" -eq 2 ] || fail "deaths: $(cat "$work/deaths/runs.csv")"

# A campaign that is told to stop takes its runs with it, and goes on when begun again.
for signal in TERM HUP; do
    echo 2 >"$work/slow"
    rm -f "$work/pid"
    "$campaign" "$work/program" "$work/$signal" 2 >"$work/out" 2>"$work/err" &
    for second in 1 2 3 4 5 6 7 8 9 10; do
        [ -s "$work/pid" ] && [ -d "$work/$signal/1" ] && break
        sleep 1
    done
    kill -s "$signal" $!
    wait $! && fail "$signal: status 0"
    grep -q "stopped" "$work/err" || fail "$signal: says $(cat "$work/err")"
    # A dead process may wait for its parent to look.
    case $(ps -o stat= -p "$(cat "$work/pid")") in
    '' | Z*) ;;
    *) fail "$signal: a run goes on after $second s" ;;
    esac
    rm "$work/slow"
    "$campaign" "$work/program" "$work/$signal" 2 >"$work/out" 2>"$work/err" ||
        fail "after $signal: $(cat "$work/err")"
done

# An example, and a run of it by hand.
"$campaign" "$examples/edge-learning-first" "$work/first" 2 --rounds=1 >"$work/out" 2>"$work/err" ||
    fail "edge-learning-first: $(cat "$work/err")"
"$examples/edge-learning-first" --rounds=1 --RngRun=2 --output="$work/alone" >"$work/out" 2>&1
cmp "$work/first/2/summary.json" "$work/alone/summary.json" || fail "a run differs from the same alone"
[ "$(wc -l <"$work/first/runs.csv")" -eq 3 ] || fail "runs.csv: $(cat "$work/first/runs.csv")"

[ $failures -eq 0 ] && echo "campaigns behave"
exit $failures
