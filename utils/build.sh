#!/bin/sh
#
# Copyright (c) 2026 The edge-learning authors
#
# SPDX-License-Identifier: GPL-2.0-only
#
# Installs what is missing and builds edge-learning in build/, optimised, on all cores. The other
# commands start with it.
#
# Usage: build.sh [TARGET...]   (all targets by default)

set -eu

top=$(cd "$(dirname "$0")/.." && pwd)
build="$top/build"
"$top/utils/install-dependencies.sh"

first=""
if [ ! -f "$build/CMakeCache.txt" ]; then
    first="-G Ninja -DCMAKE_CXX_COMPILER_LAUNCHER=$(command -v ccache || true)"
fi
# shellcheck disable=SC2086 # one word for each option
cmake -S "$top" -B "$build" -DCMAKE_BUILD_TYPE=Release $first
cmake --build "$build" --parallel "$(nproc)" ${1+--target "$@"}
