#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Registers this tree with DKMS and has it build and install the modules.
#
#   dkms-install.sh [--release KVER] [--destdir DIR]
#   dkms-install.sh --remove [--destdir DIR]
#
# Without a choice: for the running kernel. DKMS takes a copy of the tree and
# builds from that for the kernels that come later, by itself.
#   --remove   take all of it back, for all kernels
#   --destdir  write below DIR in place of /
set -euo pipefail
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=lib-source.sh
. "$(dirname "$0")/lib-source.sh"

usage() { die "usage: [--release KVER | --remove] [--destdir DIR]"; }

release='' destdir='' remove=0
while [ $# -gt 0 ]; do
	case $1 in
	--release | --destdir)
		[ $# -ge 2 ] && [ -n "$2" ] || usage
		declare "${1#--}=$2"
		shift
		;;
	--remove) remove=1 ;;
	*) usage ;;
	esac
	shift
done
[ "$remove" = 0 ] || [ -z "$release" ] || usage

need_commands dkms:dkms depmod:kmod
[ "$(id -u)" = 0 ] || die "DKMS installs for root only; run as root"
version=$(cat "$TOP/VERSION")
[ -n "$destdir" ] || ! owner=$(dpkg-query -S '/usr/src/dom0-pack-*/dkms.conf' 2>/dev/null) ||
	die "the package ${owner%%:*} is installed; remove it first: apt-get remove ${owner%%:*}"

trees=()
if [ -n "$destdir" ]; then
	mkdir -p "$destdir"/{var/lib/dkms,usr/src,lib/modules} || die "cannot write to $destdir; name another --destdir"
	destdir=$(cd "$destdir" && pwd)
	trees=(--dkmstree "$destdir/var/lib/dkms" --sourcetree "$destdir/usr/src"
		--installtree "$destdir/lib/modules" --no-depmod)
fi
source_dir=$destdir/usr/src/dom0-pack-$version

# tell_dkms ACTION ARGUMENT...
tell_dkms() { dkms "$1" -m dom0-pack -v "$version" "${@:2}" "${trees[@]}"; }

# Those that DKMS has of this project, a line each.
known_versions() { dkms status -m dom0-pack "${trees[@]}" | sed -nE 's,^dom0-pack/([^,: ]+).*,\1,p' | sort -u; }

# After DKMS, which knows no other place than / for this.
depmod_destdir() {
	local dir
	[ -n "$destdir" ] || return 0
	for dir in "$destdir"/lib/modules/*/; do
		depmod -b "$destdir" "$(basename "$dir")" 2>/dev/null
	done
}

if [ "$remove" = 1 ]; then
	# Earlier versions of the tree, too: DKMS would build one of them for the next kernel.
	for version in $(known_versions); do
		tell_dkms remove --all
		rm -rf "$destdir/usr/src/dom0-pack-$version"
	done
	rm -rf "$source_dir" "$destdir/usr/share/dkms/modules_to_force_install/dom0-pack"
	depmod_destdir
	note "dom0-pack is gone from DKMS; what is loaded stays until the next boot"
	exit 0
fi

release=${release:-$(uname -r)}
require_series "$(series_of "$release")"
headers_dir "$release" >/dev/null
[ -n "${KSRC:-}" ] || source_tarball "$(series_of "$release")" >/dev/null

# A tree that has changed is built again, also where its version has not.
rm -rf "$source_dir"
"$TOP/scripts/dkms-source.sh" "$destdir/"
[ -n "$(tell_dkms status)" ] || tell_dkms add
[ -z "$destdir" ] || mkdir -p "$destdir/lib/modules/$release"
jobs=(${JOBS:+-j "$JOBS"})
tell_dkms build -k "$release" --force "${jobs[@]}"
tell_dkms install -k "$release" --force
depmod_destdir
note "DKMS has installed dom0-pack $version for $release"
