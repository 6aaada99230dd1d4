#!/bin/sh
#
# Copyright (c) 2026 The edge-learning authors
#
# SPDX-License-Identifier: GPL-2.0-only
#
# Builds edge-learning and runs its whole test suite; further arguments go to ctest.
#
# Usage: test.sh [CTEST_ARGUMENT...]

set -eu

top=$(cd "$(dirname "$0")/.." && pwd)
"$top/utils/build.sh"
ctest --test-dir "$top/build" --parallel "$(nproc)" --output-on-failure --no-tests=error "$@"
