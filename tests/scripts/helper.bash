# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2154 # bats sets status, output and its folders
#
# A copy of the tree to do harm to, and a made-up /usr/src in small.

project=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)

# copy_tree: what the scripts need, in $tree.
copy_tree() {
	tree=$BATS_TEST_TMPDIR/tree
	mkdir -p "$tree"
	cp -r "$project"/{scripts,patches,include,drivers,Kbuild,VERSION} "$tree"
	out=$BATS_TEST_TMPDIR/out/backends
}

# made_up_world: a kernel 6.1.7 of a few lines with two patches for it.
made_up_world() {
	copy_tree
	release=6.1.0-99-amd64
	export DOM0PACK_USR_SRC=$BATS_TEST_TMPDIR/usr-src
	export DOM0PACK_CACHE=$BATS_TEST_TMPDIR/cache
	made_up_headers "$release" 6 1 7 m
	made_up_source 6 1 7
	rm -r "$tree"/patches/*
	mkdir -p "$tree"/patches/{6.1,6.12}
	printf '# comment\nfirst.patch\n\nsecond.patch\n' >"$tree/patches/6.1/series"
	edit_patch 's/^line 5$/line five/' >"$tree/patches/6.1/first.patch"
	edit_patch 's/^line 5$/line five/; s/^line 25$/line twenty-five/' 's/^line 5$/line five/' \
		>"$tree/patches/6.1/second.patch"
	cp "$tree"/patches/6.1/* "$tree/patches/6.12/"
}

# made_up_headers RELEASE VERSION PATCHLEVEL SUBLEVEL BLKBACK(y, m or nothing)
made_up_headers() {
	local dir=$DOM0PACK_USR_SRC/linux-headers-$1
	mkdir -p "$dir"/include/{config,generated/uapi/linux}
	echo 'all:' >"$dir/Makefile"
	echo "#define UTS_RELEASE \"$1\"" >"$dir/include/generated/utsrelease.h"
	printf '#define LINUX_VERSION_MAJOR %s\n#define LINUX_VERSION_PATCHLEVEL %s\n#define LINUX_VERSION_SUBLEVEL %s\n' \
		"$2" "$3" "$4" >"$dir/include/generated/uapi/linux/version.h"
	echo 'CONFIG_XEN=y' >"$dir/include/config/auto.conf"
	[ -z "${5:-}" ] || made_up_option XEN_BLKDEV_BACKEND "$5"
}

# made_up_option NAME VALUE: in the made-up headers of $release.
made_up_option() {
	echo "CONFIG_$1=$2" >>"$DOM0PACK_USR_SRC/linux-headers-$release/include/config/auto.conf"
}

# made_up_source VERSION PATCHLEVEL SUBLEVEL: an unpacked tree in $kernel and
# the package of it in the made-up /usr/src.
made_up_source() {
	local name=linux-source-$1.$2
	kernel=$BATS_TEST_TMPDIR/$name
	mkdir -p "$kernel"/drivers/{block/xen-blkback,net/xen-netback}
	printf '# SPDX\nVERSION = %s\nPATCHLEVEL = %s\nSUBLEVEL = %s\n' "$1" "$2" "$3" >"$kernel/Makefile"
	seq -f 'line %g' 400 >"$kernel/drivers/block/xen-blkback/blkback.c"
	echo 'obj-m := xen-blkback.o' | tee "$kernel/drivers/block/xen-blkback/Makefile" \
		>"$kernel/drivers/net/xen-netback/Makefile"
	seq -f 'line %g' 40 | tee "$kernel/drivers/net/xen-netback/netback.c" >"$kernel/drivers/net/xen-netfront.c"
	# What is built in, and what kernel.sh adjusts.
	mkdir -p "$kernel"/{drivers/xen/events,lib}
	seq -f 'line %g' 40 | tee "$kernel/drivers/xen/events/events_base.c" >"$kernel/drivers/xen/events/events_fifo.c"
	printf '\tmutex_init(&priv->lock);\n' >"$kernel/drivers/xen/gntdev.c"
	printf 'config FAULT_INJECTION_STACKTRACE_FILTER\n\tdepends on !X86_64\n\n' >"$kernel/lib/Kconfig.debug"
	mkdir -p "$DOM0PACK_USR_SRC"
	tar -C "$BATS_TEST_TMPDIR" -cJf "$DOM0PACK_USR_SRC/$name.tar.xz" "$name"
}

# edit_patch SED [SED_BEFORE [FILE]]: the patch of blkback.c, or of FILE, that
# SED makes of it.
edit_patch() {
	local f=${3:-drivers/block/xen-blkback/blkback.c}
	diff -u --label "a/$f" --label "b/$f" <(sed "${2:-}" "$kernel/$f") <(sed "$1" "$kernel/$f") || true
}

# ended_when FILE SIGNAL COMMAND...: COMMAND and all that it starts get SIGNAL once
# FILE is there.
ended_when() {
	local file=$1 signal=$2 pid i
	shift 2
	# A group of its own, in which an INT is not ignored as it is behind a bare `&`.
	timeout --preserve-status -s "$signal" 600 "$@" 3>&- &
	pid=$!
	for ((i = 0; i < 1200; i++)); do
		[ ! -e "$file" ] || break
		sleep 0.1
	done
	kill -s "$signal" "$pid"
	wait "$pid"
}

# backend_source ARGUMENT...: in the copy, for the made-up kernel.
backend_source() {
	run "$tree/scripts/backend-source.sh" --release "$release" --out "$out" "$@"
}

# refused MESSAGE_PART...: exit code 1, one line at the end with all the parts,
# and nothing left behind.
refused() {
	local part last=${lines[-1]}
	echo "status $status: $output"
	[ "$status" -eq 1 ]
	[ "$(grep -cvE '^unpacking |^note: ' <<<"$output")" -eq 1 ]
	for part; do
		[[ $last == *"$part"* ]] || {
			echo "missing in the message: $part"
			return 1
		}
	done
	nothing_left
}

nothing_left() {
	[ ! -e "$out" ]
	[ -z "$(find "$(dirname "$out")" -mindepth 1 2>/dev/null)" ]
	[ -z "$(find "${DOM0PACK_CACHE:-/nonexistent}/source" -maxdepth 1 -name '.*' 2>/dev/null)" ]
}
