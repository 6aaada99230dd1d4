#!/bin/sh
#
# Copyright (c) 2026 The edge-learning authors
#
# SPDX-License-Identifier: GPL-2.0-only
#
# Runs an example, or any program that takes --RngRun and --output and writes a summary.json, with
# RngRun 1 to RUNS on all cores, and collects what the runs came to.
#
# Usage: campaign.sh PROGRAM DIRECTORY RUNS [OPTION...]
#
#   PROGRAM    name of an example of build/examples, or path of a program
#   DIRECTORY  of the campaign; run N writes into DIRECTORY/N
#   OPTION     passed on to every run
#
# The environment variable JOBS is how many runs go on at once: by default as many as there are
# cores.
#
# A run's directory is called N.part until it is finished and N.failed when it failed, with what it
# printed in stdout.txt and stderr.txt. The same command again goes on with an interrupted campaign:
# it skips finished runs, begins half-finished ones anew, tries failed ones again; with more RUNS it
# adds some. At the end it writes runs.csv, each run's summary.json in a row, and summary.csv, of
# each quantity the mean over the runs, half the width of its 95 % confidence interval (Student's
# t), the least and the greatest.
#
# Status: 0 when all runs are finished, 1 when some failed, 2 when the command is wrong.

set -eu

complain() {
    echo "campaign.sh: $*" >&2
    exit 2
}

# One run, called by the campaign: --one PROGRAM DIRECTORY RUN [OPTION...]
if [ "${1:-}" = --one ]; then
    program=$2
    directory=$3
    run=$4
    shift 4
    part=$directory/$run.part
    rm -rf "$part" "$directory/$run.failed"
    mkdir "$part"
    if "$program" --RngRun="$run" --output="$part" "$@" \
        >"$part/stdout.txt" 2>"$part/stderr.txt" </dev/null && [ -f "$part/summary.json" ]; then
        mv "$part" "$directory/$run"
        echo "run $run: finished" >&2
    else
        mv "$part" "$directory/$run.failed"
        echo "run $run: FAILED, see $directory/$run.failed/stderr.txt" >&2
    fi
    exit 0
fi

[ $# -ge 3 ] || complain "usage: campaign.sh PROGRAM DIRECTORY RUNS [OPTION...]"
top=$(cd "$(dirname "$0")/.." && pwd)
program=$1
directory=$2
runs=$3
shift 3
[ -x "$program" ] && [ -f "$program" ] || program=$top/build/examples/$program
[ -x "$program" ] || complain "no program '$program'; build it first, for example with utils/build.sh"
case $program in
/*) ;;
*) program=$PWD/$program ;;
esac
case $runs in
'' | *[!0-9]* | 0*) complain "RUNS is '$runs'; it must be a number from 1" ;;
esac
for option in "$@"; do
    case $option in
    --output | --output=* | --RngRun | --RngRun=*) complain "$option is the campaign's to choose" ;;
    esac
done
mkdir -p "$directory" || complain "cannot make '$directory'; choose a directory that may be written to"
directory=$(cd "$directory" && pwd)

exec 9>"$directory/lock"
flock -n 9 || complain "a campaign is going on in $directory; wait for it, or choose another one"
{
    basename "$program"
    [ $# -eq 0 ] || printf '%s\n' "$@"
} >"$directory/command.new"
if [ -f "$directory/command.txt" ] && ! cmp -s "$directory/command.txt" "$directory/command.new"; then
    rm "$directory/command.new"
    complain "$directory has runs of another command: $(tr '\n' ' ' <"$directory/command.txt");" \
        "choose another directory"
fi
mv "$directory/command.new" "$directory/command.txt"

# list finished|missing: numbers of the runs that are so.
list() {
    run=0
    while [ $run -lt "$runs" ]; do
        run=$((run + 1))
        [ -d "$directory/$run" ] && state=finished || state=missing
        [ "$state" != "$1" ] || echo "$run"
    done
}

# Runs inherit the lock, so that no campaign begins beside what an interrupted one left running.
list missing | xargs -P "${JOBS:-$(nproc)}" -I '{}' "$0" --one "$program" "$directory" '{}' "$@"

list finished | awk -f "$top/utils/collect-summaries.awk" -v directory="$directory"
mv "$directory/runs.csv.part" "$directory/runs.csv"
mv "$directory/summary.csv.part" "$directory/summary.csv"
failed=$(list missing | tr '\n' ' ')
echo "$(list finished | wc -l) of $runs runs are finished${failed:+; failed: $failed}"
echo "the runs are in $directory/runs.csv, means and confidence intervals in $directory/summary.csv"
[ -z "$failed" ]
