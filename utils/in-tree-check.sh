#!/bin/sh
#
# Copyright (c) 2026 The edge-learning authors
#
# SPDX-License-Identifier: GPL-2.0-only
#
# Drops edge-learning into contrib/ of an ns-3 source tree, builds it there with examples, tests and
# MPI, and lets test.py run its tests and examples. Takes about half an hour on two cores when ns-3
# itself has to be built.
#
# Usage: in-tree-check.sh [NS3_TREE]
#   NS3_TREE   an ns-3 source tree; by default Debian's, fetched into build-in-tree/

set -eu

top=$(cd "$(dirname "$0")/.." && pwd)
work="$top/build-in-tree"

# Fetches the ns-3 source from where this machine gets its ns-3 packages, with an apt configuration
# of our own.
fetch_tree() {
    mkdir -p "$work/apt/lists/partial" "$work/apt/cache/archives/partial"
    apt-cache madison ns3 |
        sed -n 's,^[^|]*|[^|]*| \([^ ]*\) \([^ ]*\)/\([^ /]*\) [^ ]* Packages$,deb-src \1 \2 \3,p' |
        sort -u >"$work/apt/sources.list"
    if [ ! -s "$work/apt/sources.list" ]; then
        echo "in-tree-check.sh: apt knows no ns3; run apt-get update, or name an ns-3 tree" >&2
        exit 1
    fi

    cat >"$work/apt/apt.conf" <<CONF
Dir::Etc::SourceList "$work/apt/sources.list";
Dir::Etc::SourceParts "-";
Dir::State::Lists "$work/apt/lists";
Dir::Cache "$work/apt/cache";
APT::Sandbox::User "";
CONF
    (
        export APT_CONFIG="$work/apt/apt.conf"
        cd "$work"
        apt-get --quiet --quiet update
        apt-get --quiet --quiet source ns3
    )
}

"$top/utils/install-dependencies.sh" --in-tree

if [ $# -gt 0 ]; then
    tree=$(cd "$1" && pwd)
else
    [ -n "$(find "$work" -maxdepth 2 -name 'ns-3.*' 2>/dev/null)" ] || fetch_tree
    tree=$(find "$work" -maxdepth 2 -name 'ns-3.*' | head -n 1)
fi
if [ ! -x "$tree/ns3" ]; then
    echo "in-tree-check.sh: '$tree' is not an ns-3 source tree: it has no program ns3" >&2
    exit 1
fi

module="$tree/contrib/edge-learning"
rm -rf "$module"
mkdir -p "$module"
(
    cd "$top"
    git ls-files -z --cached --others --exclude-standard | tar --null --files-from=- --create
) | tar --extract --directory="$module"

cd "$tree"
./ns3 configure --build-profile=default --enable-examples --enable-tests --enable-mpi \
    --enable-modules="edge-learning;mpi" --filter-module-examples-and-tests=edge-learning
cmake --build cmake-cache --parallel "$(nproc)" # ns3 build leaves a core idle, whatever it is told

report="$tree/edge-learning-report"
./test.py --no-build --text="$report" || failed=yes
grep edge-learning "$report.txt" || true

count="exec(open('$module/test/examples-to-run.py').read()); print(len(cpp_examples))"
expected=$(python3 -c "$count")
passed=$(grep -c '^PASS: Example .*edge-learning' "$report.txt" || true)
echo "Examples that passed: $passed of the $expected in test/examples-to-run.py"
if [ "${failed-no}" = yes ] || [ "$passed" -ne "$expected" ]; then
    echo "in-tree-check.sh: failed; see $report.txt" >&2
    exit 1
fi
