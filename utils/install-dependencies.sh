#!/bin/sh
#
# Copyright (c) 2026 The edge-learning authors
#
# SPDX-License-Identifier: GPL-2.0-only
#
# Installs the Debian packages that building, testing and running edge-learning needs; silent when
# all are there.
#
# Usage: install-dependencies.sh [--in-tree]
#   --in-tree   also what utils/in-tree-check.sh needs

set -eu

# The package of ns-3's development files names files of ns3, libgsl-dev, libpython3-dev,
# libsqlite3-dev and libxml2-dev, and its core-module.h from 3.43 on those of libboost-dev, but
# depends on none of them.
packages="g++ cmake ninja-build
    libns3-dev ns3 libboost-dev libgsl-dev libpython3-dev libsqlite3-dev libxml2-dev
    libtorch-dev libopenblas0-pthread
    zlib1g-dev libgtest-dev libbenchmark-dev
    gnuplot-nox fonts-dejavu-core"

case "${1-}" in
    "") ;;
    --in-tree) packages="$packages dpkg-dev git libopenmpi-dev openmpi-bin pkg-config python3" ;;
    *)
        echo "install-dependencies.sh: unknown argument '$1'; allowed is --in-tree" >&2
        exit 2
        ;;
esac

missing=""
for package in $packages; do
    state=$(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null || true)
    case "$state" in
        installed*) ;;
        *) missing="$missing $package" ;;
    esac
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" -eq 0 ]; then
    as_root=""
elif command -v sudo >/dev/null 2>&1; then
    as_root="sudo"
else
    echo "install-dependencies.sh: packages are missing, and neither root nor sudo is at hand." >&2
    echo "As root, run: apt-get install --no-install-recommends$missing" >&2
    exit 1
fi

apt() {
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get --quiet --quiet "$@"
}

# shellcheck disable=SC2086 # one word for each package
install_missing() {
    apt install --yes --no-install-recommends $missing
}

echo "Installing:$missing"
# shellcheck disable=SC2086
if ! apt-cache show --quiet $missing >/dev/null 2>&1; then
    apt update
    install_missing
elif ! install_missing; then
    echo "Trying again with fresh package lists" >&2
    apt update
    install_missing
fi
