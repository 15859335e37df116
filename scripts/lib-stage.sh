# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# The staged copy of the tree that kbuild builds in. Only files that changed
# are written, so that make builds only those; sources that are gone go there
# too. Sourced after lib.sh and lib-source.sh, never run.

# headers_package SERIES: Debian 12's package that pulls in current headers.
headers_package() {
	case $1 in
	6.1) echo linux-headers-amd64 ;;
	*) echo "linux-headers-$1-amd64" ;;
	esac
}

# copy_changed FROM TO: one file.
copy_changed() {
	cmp -s "$1" "$2" && return
	mkdir -p "$(dirname "$2")"
	cp "$1" "$2"
}

# sources DIR: the files under DIR, as ./path, that are somebody's source.
sources() {
	(cd "$1" && find . -type f \( -name '*.[chS]' -o -name Kbuild -o -name Makefile -o -name VERSION \) \
		! -name '*.mod.c' | sort)
}

# sync_sources FROM TO: make the sources under TO those under FROM.
sync_sources() {
	local f
	mkdir -p "$2"
	while read -r f; do
		copy_changed "$1/$f" "$2/$f"
	done < <(sources "$1")
	while read -r f; do
		rm -f "$2/$f"
	done < <(comm -13 <(sources "$1") <(sources "$2"))
}

# stage_all KDIR BACKENDS DEST
stage_all() {
	local kdir=$1 dest=$3 dir dirs=(drivers include)
	# The suites need KUnit in the kernel; Debian's have none.
	[ ! -d "$TOP/kunit" ] || [ -z "$(config_value "$kdir" KUNIT)" ] || dirs+=(kunit)
	[[ " ${dirs[*]} " == *" kunit "* ]] || rm -rf "$dest/kunit"
	for dir in "${dirs[@]}"; do
		sync_sources "$TOP/$dir" "$dest/$dir"
	done
	copy_changed "$TOP/Kbuild" "$dest/Kbuild"
	copy_changed "$TOP/VERSION" "$dest/VERSION"
	sync_sources "$2" "$dest/backends"
}

# stage_backends BACKENDS DEST: the backends with nothing of ours.
stage_backends() {
	local dest=$2
	sync_sources "$1" "$dest/backends"
	echo "obj-m += backends/" >"$dest/.Kbuild"
	copy_changed "$dest/.Kbuild" "$dest/Kbuild"
}
