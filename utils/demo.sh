#!/bin/sh
#
# Copyright (c) 2026 The edge-learning authors
#
# SPDX-License-Identifier: GPL-2.0-only
#
# Builds edge-learning and runs its market example on real data; further arguments go to the
# example. The run's CSV files and plots come to lie in results/market/.
#
# Usage: demo.sh [EXAMPLE_ARGUMENT...]

set -eu

top=$(cd "$(dirname "$0")/.." && pwd)
results="$top/results/market"
"$top/utils/build.sh" edge-learning-market

mkdir -p "$results"
"$top/build/examples/edge-learning-market" --output="$results" "$@"

echo
echo "The figures, the CSV files and the plots of this run are in $results:"
ls "$results"
