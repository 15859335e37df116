#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# What DKMS runs in its copy of the tree; dkms.conf says when. It writes below the
# tree and nowhere else.
#
#   dkms-build.sh [--prepare] KVER KDIR
#
#   --prepare  only get the drivers' source and patch it
set -euo pipefail
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

prepare=0
[ "${1:-}" != --prepare ] || {
	prepare=1
	shift
}
[ $# = 2 ] || die "usage: [--prepare] KVER KDIR"

export DOM0PACK_CACHE=$TOP/build/cache
out=$TOP/build/$1
if [ "$prepare" = 1 ]; then
	exec "$TOP/scripts/backend-source.sh" --release "$1" --kdir "$2" --out "$out/backends"
fi
exec "$TOP/scripts/build-modules.sh" --release "$1" --kdir "$2" --out "$out"
