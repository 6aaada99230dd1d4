#!/bin/sh
#
# Copyright (c) 2026 The edge-learning authors
#
# SPDX-License-Identifier: GPL-2.0-only
#
# Checks what only a whole program shows: that bad input ends with one clear message, a status that
# is not 0 and no result, and that the same run gives the same bytes and another run others.
#
# Usage: check-examples.sh DIRECTORY_OF_THE_EXAMPLES

set -u

examples=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0

fail() {
    echo "FAILED: $*"
    failures=$((failures + 1))
}

# refuse PATTERN ARGUMENT...: the market must refuse the arguments with a message like PATTERN.
refuse() {
    pattern=$1
    shift
    "$examples/edge-learning-market" --output="$work/bad" "$@" >"$work/out" 2>"$work/err"
    status=$?
    [ $status -eq 1 ] || fail "$*: status $status"
    grep -q -e "$pattern" "$work/err" || fail "$*: no message like '$pattern' in: $(cat "$work/err")"
    [ ! -e "$work/bad/summary.json" ] || fail "$*: left a summary.json"
    [ ! -e "$work/bad/rounds.csv" ] || fail "$*: left a rounds.csv"
}

refuse "unknown link 'carrier-pigeon'.*nr-lite" --link=carrier-pigeon
refuse "unknown .*'Lottery'.*SecondPriceAuction" --mechanism=Lottery
refuse "unknown .*'Guesser'.*TorchLearner" --learner=Guesser
refuse "64-banana" --architecture=64-banana
refuse "no-such-file.csv" --data=no-such-file.csv
refuse "partition 'Halves'.*Dirichlet" --partition=Halves
refuse "alpha" --alpha=-1
refuse "workers=0; .* from 1 to" --workers=0
refuse "workers=-1; .* from 1 to" --workers=-1
refuse "owners=0; .* from 1 to" --owners=0
refuse "demand=0; .* from 1 to" --demand=0
refuse "deadline=-5; .* from 0.1 to" --deadline=-5
refuse "duration=0; .* from 0.001 to" --duration=0
refuse "deadline=1e+30; .* from 0.1 to" --deadline=1e30
refuse "duration=3 ended before any round" --duration=3 --mechanism=none --learner=SyntheticLearner
refuse "budget=-1; .* from 0 to" --budget=-1
refuse "period=-1; .* from 0 to" --period=-1
refuse "radius=-5; .* from 0 to" --radius=-5
refuse "Budget 0 .*more than 0" --budget=0 --rounds=3
refuse "digits.csv.*64 values.*'32-10'.*32 values" --architecture=32-10
printf '0.1,0.2,0.3,0.4,0\n0.5,0.6,0.7,0.8,1\n' >"$work/four.csv"
refuse "four.csv.*4 values.*'64-32-10'.*64 values" --data="$work/four.csv"
printf '1,2,3\n4,five,6\n' >"$work/bad.csv"
refuse "bad.csv.*five" --data="$work/bad.csv"
: >"$work/empty.csv"
refuse "empty.csv" --data="$work/empty.csv"
touch "$work/file"
"$examples/edge-learning-market" --output="$work/file/below" >"$work/out" 2>"$work/err" &&
    fail "unwritable output: status 0"
grep -q "cannot make the output directory" "$work/err" || fail "unwritable output: $(cat "$work/err")"

# run NAME ARGUMENT...: a short market that writes into $work/NAME.
run() {
    name=$1
    shift
    "$examples/edge-learning-market" --workers=6 --rounds=2 --demand=2 \
        --mechanism=SecondPriceAuction --output="$work/$name" "$@" >"$work/out" 2>"$work/err" ||
        fail "$name: $(tail -n 3 "$work/err")"
}

run first
run again
run other --RngRun=2
for file in rounds dropouts auctions revenue aoi cache transfers energy; do
    cmp -s "$work/first/$file.csv" "$work/again/$file.csv" || fail "$file.csv differs between equal runs"
done
cmp -s "$work/first/summary.json" "$work/again/summary.json" || fail "summary.json differs"
for file in auctions aoi transfers; do
    cmp -s "$work/first/$file.csv" "$work/other/$file.csv" && fail "$file.csv does not depend on RngRun"
done
run bulk --link=nr-lite-bulk
run bulk-again --link=nr-lite-bulk
for file in rounds.csv dropouts.csv auctions.csv revenue.csv aoi.csv transfers.csv summary.json; do
    cmp -s "$work/bulk/$file" "$work/bulk-again/$file" || fail "$file differs between equal runs in bulk"
done

run hurried --deadline=1

# Every learner's work fits the deadline.
for learner in --learner=SyntheticLearner --architecture=cnn:1x8x8-8-16-10; do
    run "$learner" "$learner"
    grep -q '"aggregated": [1-9]' "$work/$learner/summary.json" || fail "$learner: nothing aggregated"
done

# A wrong command leaves the results of an earlier run alone.
cp -r "$work/first" "$work/kept"
"$examples/edge-learning-market" --output="$work/kept" --data=no-such-file.csv >"$work/out" 2>&1 &&
    fail "no such data: status 0"
diff -r "$work/first" "$work/kept" || fail "a wrong command changed the results of an earlier run"

# A run among others is the same as alone.
for loads in 1 1,2; do
    "$examples/offloading" --loads=$loads --densities=3 --devices=4 --duration=5 \
        --output="$work/loads-$loads" >"$work/out" 2>"$work/err" || fail "offloading: $(cat "$work/err")"
done
diff -r "$work/loads-1/devices-3-greedy" "$work/loads-1,2/devices-3-greedy" >"$work/out" ||
    fail "a run of offloading depends on those before: $(head -n 3 "$work/out")"

# Every example runs with the arguments under which an ns-3 tree's test.py runs it.
tr -d '\n' <"$(dirname "$0")/../examples-to-run.py" | grep -o '("[^)]*"True"' |
    sed 's/^("//; s/" *"//g; s/", *"*True"*$//; s/",.*//' >"$work/commands"
[ "$(wc -l <"$work/commands")" -ge 17 ] || fail "cannot read examples-to-run.py"
while read -r command; do
    # shellcheck disable=SC2086 # one word for each argument
    (cd "$work" && "$examples/"$command) >"$work/out" 2>"$work/err" </dev/null ||
        fail "$command: $(tail -n 3 "$work/err")"
done <"$work/commands"

[ $failures -eq 0 ] && echo "all examples behave"
exit $failures
