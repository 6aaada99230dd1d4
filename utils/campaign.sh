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
#   OPTION     passed on to every run, before the --RngRun and --output of the campaign
#
# The environment variable JOBS is how many runs go on at once: by default as many as there are
# cores.
#
# A run's directory is called N.part until it is finished and N.failed when it failed, with what it
# printed in stdout.txt and stderr.txt. The same command again goes on with an interrupted campaign:
# it skips finished runs, begins half-finished ones anew, tries failed ones again; with more RUNS it
# adds some. At the end it writes runs.csv, each run's summary.json in a row, and summary.csv, of
# each quantity the mean over the runs, half the width of its 95 % confidence interval (Student's
# t), the least and the greatest. Other options are for another directory, unless no run has
# finished.
#
# TERM, HUP, INT and QUIT end the campaign and its runs.
#
# Status: 0 when all runs are finished, 1 when some are not, 2 when the command is wrong.

set -eu
unset CDPATH # With it, cd prints where it goes.

complain() {
    echo "campaign.sh: $*" >&2
    exit 2
}

# One run, called by the campaign: --one PROGRAM DIRECTORY [OPTION...] RUN
if [ "${1:-}" = --one ]; then
    program=$2
    directory=$3
    shift 3
    left=$#
    for run in "$@"; do # All but the last stay in "$@".
        shift
        left=$((left - 1))
        [ $left -eq 0 ] || set -- "$@" "$run"
    done
    part=$directory/$run.part
    rm -rf "$part" "$directory/$run.failed"
    mkdir "$part"
    if "$program" "$@" --RngRun="$run" --output="$part" \
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
top=$(cd -- "$(dirname -- "$0")/.." && pwd)
program=$1
directory=$2
runs=$3
shift 3
jobs=${JOBS:-$(nproc)}
[ -x "$program" ] && [ -f "$program" ] || program=$top/build/examples/$program
[ -x "$program" ] || complain "no program '$program'; build it first, for example with utils/build.sh"
program=$(cd -- "$(dirname -- "$program")" && pwd)/$(basename -- "$program")
case $runs in
'' | *[!0-9]* | 0*) complain "RUNS is '$runs'; it must be a number from 1" ;;
esac
case $jobs in
*[!0-9]* | 0*) complain "JOBS is '$jobs'; it must be a number from 1" ;;
esac
for option in "$@"; do
    case $option in
    -output | -output=* | --output | --output=* | -RngRun | -RngRun=* | --RngRun | --RngRun=*)
        complain "$option is the campaign's to choose"
        ;;
    esac
done
mkdir -p -- "$directory" ||
    complain "cannot make '$directory'; choose a directory that may be written to"
directory=$(cd -- "$directory" && pwd)

# list finished|failed|missing: numbers of the runs that are so.
list() {
    run=0
    while [ $run -lt "$runs" ]; do
        run=$((run + 1))
        state=missing
        [ ! -d "$directory/$run.failed" ] || state=failed
        [ ! -d "$directory/$run" ] || state=finished
        [ "$state" != "$1" ] || echo "$run"
    done
}

# Whether any run has finished, also one above RUNS.
has_results() {
    for path in "$directory"/*; do
        case ${path##*/} in
        *[!0-9]*) ;;
        *) return 0 ;;
        esac
    done
    return 1
}

exec 9>"$directory/lock"
flock -n 9 || complain "a campaign is going on in $directory; wait for it, or choose another one"
printf '%s\n' "$program" "$@" >"$directory/command.new"
if [ -f "$directory/command.txt" ] && has_results &&
    ! cmp -s "$directory/command.txt" "$directory/command.new"; then
    rm "$directory/command.new"
    complain "$directory has runs of another command: $(tr '\n' ' ' <"$directory/command.txt");" \
        "choose another directory"
fi
mv "$directory/command.new" "$directory/command.txt"

# end_runs: end xargs and all that it began, which are a process group.
end_runs() {
    kill -s TERM -- "-$1" 2>/dev/null || kill -s TERM -- "$1" 2>/dev/null || return 0
    sleep 1
    kill -s KILL -- "-$1" 2>/dev/null || return 0
}

# stop SIGNAL: the campaign got the signal.
stop() {
    set +u # There may be no job yet.
    trap '' TERM HUP INT QUIT
    [ -z "$!" ] || end_runs "$!"
    echo "campaign.sh: stopped; the same command goes on with it" >&2
    trap - "$1"
    kill -s "$1" $$
}

# Runs inherit the lock, so that no campaign begins beside what a killed one left running. They are
# in the background, since a shell heeds no signal while it waits for what is not.
{
    list failed
    list missing
} >"$directory/todo"
for signal in TERM HUP INT QUIT; do
    # shellcheck disable=SC2064 # the signal of now
    trap "stop $signal" "$signal"
done
setsid xargs -r -n 1 -P "$jobs" \
    sh "$top/utils/campaign.sh" --one "$program" "$directory" "$@" <"$directory/todo" &
wait "$!" || end_runs "$!"
trap - TERM HUP INT QUIT
rm "$directory/todo"

list finished | directory=$directory LC_ALL=C awk -f "$top/utils/collect-summaries.awk"
mv "$directory/runs.csv.part" "$directory/runs.csv"
mv "$directory/summary.csv.part" "$directory/summary.csv"
failed=$(list failed | tr '\n' ' ')
missing=$(list missing | tr '\n' ' ')
echo "$(list finished | wc -l) of $runs runs are finished${failed:+; failed: $failed}" \
    "${missing:+; not finished: $missing}"
echo "the runs are in $directory/runs.csv, means and confidence intervals in $directory/summary.csv"
[ -z "$failed$missing" ]
