#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Builds the Debian packages, from a copy of the tree: debhelper writes beside its
# sources. The result is the same from whatever place, at whatever time.
#
#   build-deb.sh [--out DIR]        default: build/deb
set -euo pipefail
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=lib-source.sh
. "$(dirname "$0")/lib-source.sh"

# Called by make: its variables are none of the packages'.
unset MAKEFLAGS MFLAGS MAKEOVERRIDES MAKELEVEL DESTDIR PREFIX DEBUG

usage() { die "usage: [--out DIR]"; }

out=$TOP/build/deb
while [ $# -gt 0 ]; do
	case $1 in
	--out)
		[ $# -ge 2 ] && [ -n "$2" ] || usage
		out=$2
		shift
		;;
	*) usage ;;
	esac
	shift
done

need_commands dpkg-buildpackage:dpkg-dev dh:debhelper dh_dkms:dh-dkms cmake:cmake
mkdir -p "$out" || die "cannot write to $out; name another folder with --out"
out=$(cd "$out" && pwd)
[[ $out != *[[:space:]]* ]] ||
	die "the compiler's options cannot name '$out' because of the blank; move the tree or use --out"
one_at_a_time "$out/.lock" "build of packages in $out"

version=$(cat "$TOP/VERSION")
tree=$out/dom0-pack-$version
log=$out/build.log
rm -rf "$out"/dom0-pack-*/ "$out"/{dom0-pack,dom0ctl,xen-dom0-pack-dkms}_*
mkdir "$tree"
# Their times are those of now, which dpkg puts back to that of the changelog.
(cd "$TOP" && tree_files | xargs -d '\n' cp --parents --preserve=mode -t "$tree") ||
	die "cannot copy the tree to $tree; free some space there"

# No packages of debug symbols: nobody would keep them.
export DEB_BUILD_OPTIONS="noautodbgsym ${DEB_BUILD_OPTIONS:-}"
(cd "$tree" && dpkg-buildpackage -us -uc -b --jobs="${JOBS:-$(nproc)}") >"$log" 2>&1 || {
	tail -n 20 "$log" >&2
	die "the packages could not be built; the whole log is $log"
}
rm -rf "$tree"
(cd "$out" && printf '%s\n' *.deb) | while read -r deb; do note "$out/$deb"; done
