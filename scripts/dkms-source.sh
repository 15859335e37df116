#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Puts into ROOT/usr/ what DKMS needs of this tree to build the modules.
#
#   dkms-source.sh ROOT
set -euo pipefail
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

[ $# = 1 ] && [ -n "$1" ] || die "usage: dkms-source.sh ROOT"
root=${1%/}
dest=$root/usr/src/dom0-pack-$(cat "$TOP/VERSION")
forced=$root/usr/share/dkms/modules_to_force_install

mkdir -p "$dest/scripts" "$forced" || die "cannot write to $1; run as root or name another folder"
cd "$TOP"
cp -r Kbuild VERSION dkms.conf drivers include patches "$dest"
cp scripts/{backend-source,build-modules,dkms-build,lib,lib-patches,lib-source,lib-stage}.sh "$dest/scripts"
# DKMS compares versions. The kernel's drivers say none, patched or not, so
# Debian 12's DKMS would take ours for the ones that are there already.
echo dom0-pack_version-override >"$forced/dom0-pack"
