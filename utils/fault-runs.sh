#!/bin/sh
#
# Copyright (c) 2026 The edge-learning authors
#
# SPDX-License-Identifier: GPL-2.0-only
#
# Builds the application tests with the address and undefined sanitizers in build-sanitize/, and
# runs markets in which anything breaks down at any time; each must keep the laws that
# test/application/random-fault-test.cc names. The test suite runs the first twelve of them.
#
# Usage: fault-runs.sh [RUNS]   (200 by default)

set -eu

top=$(cd "$(dirname "$0")/.." && pwd)
build="$top/build-sanitize"
"$top/utils/install-dependencies.sh"
first=""
if [ ! -f "$build/CMakeCache.txt" ]; then
    first="-G Ninja -DCMAKE_CXX_COMPILER_LAUNCHER=$(command -v ccache || true)"
fi
# shellcheck disable=SC2086 # one word for each option
cmake -S "$top" -B "$build" -DEDGE_LEARNING_SANITIZE=ON $first >&2
cmake --build "$build" --parallel "$(nproc)" --target edge-learning-test-application >&2
EDGE_LEARNING_FAULT_RUNS=${1:-200} "$build/test/edge-learning-test-application" \
    --gtest_filter='*RandomFaultTest*' --gtest_brief=1
