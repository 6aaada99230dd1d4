#!/bin/sh
#
# Copyright (c) 2026 The edge-learning authors
#
# SPDX-License-Identifier: GPL-2.0-only
#
# Builds and runs the benchmarks of test/benchmark and prints one table of their ratios. Fails if a
# ratio exceeds its limit. Benchmarks whose full figures take long are short here: that of auctions takes
# one run of ten; build/test/benchmark/edge-learning-bench-auction-training --help names its options.
#
# Usage: bench.sh

set -eu

top=$(cd "$(dirname "$0")/.." && pwd)
"$top/utils/build.sh" edge-learning-benchmarks >&2

figures=$(mktemp)
trap 'rm -f "$figures"' EXIT
for program in "$top"/build/test/benchmark/edge-learning-bench-*; do
    [ -x "$program" ] || continue
    echo "Running $(basename "$program")" >&2
    output=$("$program")
    printf '%s\n' "$output" | grep -v '^ratio ' >&2 || true
    printf '%s\n' "$output" | grep '^ratio ' >>"$figures" || true
done

if [ ! -s "$figures" ]; then
    echo "There are no benchmarks."
    exit 0
fi
awk '
    BEGIN { format = "%-44s %10s %10s  %s\n"; printf format, "ratio", "measured", "at most", "" }
    {
        over = $3 + 0 > $4 + 0
        failed = failed || over
        printf format, $2, $3, $4, over ? "EXCEEDED" : "ok"
    }
    END { exit failed }
' "$figures"
