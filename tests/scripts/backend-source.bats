# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2154 # see helper.bash
load helper

setup() { made_up_world; }

blkback() { cat "$out/drivers/block/xen-blkback/blkback.c"; }

@test "the series is applied in order to the package's source" {
	backend_source
	[ "$status" -eq 0 ]
	diff <(blkback) <(sed 's/^line 5$/line five/; s/^line 25$/line twenty-five/' "$kernel/drivers/block/xen-blkback/blkback.c")
	[ "$(cd "$out" && find . -type f | sort | paste -sd ' ')" = \
		"./.stamp ./Kbuild ./drivers/block/xen-blkback/Makefile ./drivers/block/xen-blkback/blkback.c" ]
	[ "$(find "$(dirname "$out")" -mindepth 1 -maxdepth 1 | wc -l)" -eq 1 ]
}

@test "--unpatched leaves the source as it is" {
	backend_source --unpatched
	[ "$status" -eq 0 ]
	cmp "$out/drivers/block/xen-blkback/blkback.c" "$kernel/drivers/block/xen-blkback/blkback.c"
}

@test "a second run changes nothing; a changed patch or source does" {
	backend_source
	before=$(stat -c %i "$out")
	backend_source
	[ "$status" -eq 0 ]
	[ "$(stat -c %i "$out")" = "$before" ]
	echo first.patch >"$tree/patches/6.1/series"
	backend_source
	[ "$status" -eq 0 ]
	[ "$(blkback | grep -c twenty-five)" -eq 0 ]
	sed -i 's/^line 300$/line three hundred/' "$kernel/drivers/block/xen-blkback/blkback.c"
	backend_source --ksrc "$kernel"
	[ "$status" -eq 0 ]
	blkback | grep -q 'line three hundred'
}

@test "the package is unpacked once, and again when it changes" {
	backend_source
	[[ $output == *unpacking* ]]
	rm -r "$out"
	backend_source
	[ "$status" -eq 0 ]
	[[ $output != *unpacking* ]]
	rm -r "$out"
	made_up_source 6 1 8
	touch -d '2001-01-01' "$DOM0PACK_USR_SRC/linux-source-6.1.tar.xz"
	backend_source
	[[ $output == *unpacking* ]]
}

@test "KSRC takes any tree of the series" {
	rm "$DOM0PACK_USR_SRC"/*.tar.xz
	KSRC=$kernel backend_source
	[ "$status" -eq 0 ]
	blkback | grep -q 'line five'
}

@test "another sublevel is a note and no error" {
	made_up_source 6 1 9
	backend_source
	[ "$status" -eq 0 ]
	[[ $output == *"note: source is 6.1.9, headers are 6.1.7"* ]]
	blkback | grep -q 'line five'
}

@test "patches of built-in parts are left out" {
	printf -- '--- a/drivers/xen/events.c\n+++ b/drivers/xen/events.c\n@@ -1 +1 @@\n-a\n+b\n' >"$tree/patches/6.1/builtin.patch"
	echo builtin.patch >>"$tree/patches/6.1/series"
	backend_source
	[ "$status" -eq 0 ]
	[ ! -e "$out/drivers/xen" ]
}

@test "each patch of the tree's own series belongs to a backend or to what is built in" {
	for series in 6.1 6.12; do
		# shellcheck disable=SC2016 # that shell expands it
		run bash -c 'for l in lib lib-source lib-patches; do . "$0/scripts/$l.sh"; done; series_patches "$1"' \
			"$project" "$series"
		echo "$output"
		[ "$status" -eq 0 ]
		[ "${#lines[@]}" -eq "$(grep -c '^[^#]' "$project/patches/$series/series")" ]
		[ "$(awk -F '\t' '!seen[$1]++ { print $1 }' <<<"$output" | paste -sd ' ')" = \
			"drivers/block/xen-blkback drivers/net/xen-netback drivers/net/xen-netfront.c built-in" ]
	done
}

# network_patches: one of netback and one of netfront, behind the others.
network_patches() {
	edit_patch 's/^line 7$/line seven/' '' drivers/net/xen-netback/netback.c >"$tree/patches/6.1/third.patch"
	edit_patch 's/^line 9$/line nine/' '' drivers/net/xen-netfront.c >"$tree/patches/6.1/fourth.patch"
	printf 'third.patch\nfourth.patch\n' >>"$tree/patches/6.1/series"
}

@test "a driver that is one file comes alone, and the Kbuild builds what came" {
	network_patches
	made_up_option XEN_NETDEV_BACKEND m
	made_up_option XEN_NETDEV_FRONTEND m
	backend_source
	[ "$status" -eq 0 ]
	grep -qx 'line seven' "$out/drivers/net/xen-netback/netback.c"
	grep -qx 'line nine' "$out/drivers/net/xen-netfront.c"
	[ "$(cd "$out/drivers/net" && echo *)" = "xen-netback xen-netfront.c" ]
	diff "$out/Kbuild" <(printf 'obj-m += drivers/%s\n' block/xen-blkback/ net/xen-netback/ net/xen-netfront.o)
	backend_source --unpatched
	[ "$status" -eq 0 ]
	diff -r "$out/drivers/net" "$kernel/drivers/net"
}

@test "what the kernel has built in, or not at all, is left out" {
	network_patches
	made_up_option XEN_NETDEV_BACKEND y
	backend_source
	[ "$status" -eq 0 ]
	[ "$(cat "$out/Kbuild")" = 'obj-m += drivers/block/xen-blkback/' ]
	[ ! -e "$out/drivers/net" ]
	# The same kernel with netback as a module: it comes.
	sed -i 's/NETDEV_BACKEND=y/NETDEV_BACKEND=m/' "$DOM0PACK_USR_SRC/linux-headers-$release/include/config/auto.conf"
	backend_source
	[ "$status" -eq 0 ]
	grep -qx 'line seven' "$out/drivers/net/xen-netback/netback.c"
}

@test "a patch of two backends at once" {
	network_patches
	cat "$tree/patches/6.1/fourth.patch" >>"$tree/patches/6.1/third.patch"
	backend_source
	refused "third.patch touches" "two backends; split it"
}

@test "a kernel for whose backends the series has nothing" {
	sed -i 's/BLKDEV_BACKEND=m/NETDEV_BACKEND=m/' "$DOM0PACK_USR_SRC/linux-headers-$release/include/config/auto.conf"
	backend_source
	refused "patches/6.1/series has no patch for a backend of kernel $release"
}

@test "no headers: names the package" {
	rm -r "$DOM0PACK_USR_SRC/linux-headers-$release"
	backend_source
	refused "no headers for kernel $release" "apt-get install linux-headers-$release"
}

@test "no source package: names it" {
	rm "$DOM0PACK_USR_SRC"/*.tar.xz
	backend_source
	refused "no source of kernel 6.1" "apt-get install linux-source-6.1" "KSRC="
}

@test "source and headers of different series" {
	made_up_source 6 12 3
	backend_source --ksrc "$kernel"
	refused "source is 6.12.3" "headers are of $release" "linux-source-6.1"
}

@test "an unsupported series: lists the supported ones" {
	run "$tree/scripts/backend-source.sh" --release 5.10.0-1-amd64 --out "$out"
	refused "series 5.10 is not supported" "supported: 6.1 6.12"
}

@test "a hunk that does not apply: names patch, file, hunk and line" {
	sed -i 's/^line 25$/line 25 is different/' "$kernel/drivers/block/xen-blkback/blkback.c"
	backend_source --ksrc "$kernel"
	refused "patches/6.1/second.patch does not apply to 6.1.7" \
		"drivers/block/xen-blkback/blkback.c: hunk #1 at line 22"
}

@test "fuzz is not tolerated" {
	sed -i 's/^line 2$/other/' "$kernel/drivers/block/xen-blkback/blkback.c"
	backend_source --ksrc "$kernel"
	refused "patches/6.1/first.patch does not apply" "hunk #1"
}

@test "a source that has the patch already" {
	sed -i 's/^line 5$/line five/' "$kernel/drivers/block/xen-blkback/blkback.c"
	backend_source --ksrc "$kernel"
	refused "first.patch is already applied" "take unpatched source"
}

@test "a malformed patch" {
	sed -i 's/^@@ .*/@@ nonsense @@/' "$tree/patches/6.1/first.patch"
	backend_source
	refused "first.patch does not apply" "Only garbage was found"
}

@test "KSRC that is no kernel tree" {
	mkdir "$BATS_TEST_TMPDIR/empty"
	backend_source --ksrc "$BATS_TEST_TMPDIR/empty"
	refused "is no kernel source tree" "KSRC"
}

@test "KSRC without the backend" {
	rm -r "$kernel/drivers/block/xen-blkback"
	backend_source --ksrc "$kernel"
	refused "has no drivers/block/xen-blkback" "KSRC"
}

@test "the series names a patch that is not there" {
	echo lost.patch >>"$tree/patches/6.1/series"
	backend_source
	refused "names lost.patch, which does not exist"
}

@test "a patch of backend and built-in files at once" {
	printf -- '--- a/drivers/xen/events.c\n+++ b/drivers/xen/events.c\n@@ -1 +1 @@\n-a\n+b\n' >>"$tree/patches/6.1/first.patch"
	backend_source
	refused "first.patch touches backend and built-in files"
}

@test "a damaged package" {
	head -c 500 "$kernel/../usr-src/linux-source-6.1.tar.xz" >"$BATS_TEST_TMPDIR/half"
	mv "$BATS_TEST_TMPDIR/half" "$DOM0PACK_USR_SRC/linux-source-6.1.tar.xz"
	backend_source
	[ "$status" -eq 1 ]
	[[ ${lines[-1]} == *"cannot unpack drivers"*"linux-source-6.1"* ]]
	nothing_left
}

@test "patch is not installed" {
	mkdir "$BATS_TEST_TMPDIR/bin"
	ln -sf /usr/bin/* /bin/* "$BATS_TEST_TMPDIR/bin/"
	rm "$BATS_TEST_TMPDIR/bin/patch"
	PATH=$BATS_TEST_TMPDIR/bin backend_source
	refused "the command patch is missing" "apt-get install patch"
}

@test "no room for the result" {
	backend_source # the cache is warm, so that only the result needs room
	rm -r "$out"
	# A limit on the size of files is what a full disk is to cp.
	limited() { (trap '' XFSZ; ulimit -f 1; "$tree/scripts/backend-source.sh" --release "$release" --out "$out" 2>&1); }
	run limited
	[ "$status" -eq 1 ]
	[[ ${lines[-1]} == *"cannot copy drivers/block/xen-blkback"*"free some space"* ]]
	nothing_left
}

@test "a folder that somebody else made is not replaced" {
	mkdir -p "$out"
	echo precious >"$out/file"
	backend_source
	[ "$status" -eq 1 ]
	[[ $output == *"was not made by this script"* ]]
	[ "$(cat "$out/file")" = precious ]
}

@test "Ctrl-C in the middle leaves nothing, an older result stays" {
	mkdir "$BATS_TEST_TMPDIR/bin"
	printf '#!/bin/bash\ntouch "%s"\nsleep 600\n' "$BATS_TEST_TMPDIR/reached" >"$BATS_TEST_TMPDIR/bin/patch"
	chmod +x "$BATS_TEST_TMPDIR/bin/patch"
	for round in nothing older; do
		rm -f "$BATS_TEST_TMPDIR/reached"
		PATH=$BATS_TEST_TMPDIR/bin:$PATH run ended_when "$BATS_TEST_TMPDIR/reached" INT \
			"$tree/scripts/backend-source.sh" --release "$release" --out "$out"
		[ "$status" -eq 130 ]
		[ -e "$BATS_TEST_TMPDIR/reached" ]
		case $round in
		nothing)
			nothing_left
			echo first.patch >"$tree/patches/6.1/series"
			backend_source
			[ "$status" -eq 0 ]
			printf 'first.patch\nsecond.patch\n' >"$tree/patches/6.1/series"
			;;
		older)
			blkback | grep -q 'line five'
			[ "$(blkback | grep -c twenty-five)" -eq 0 ]
			[ "$(find "$(dirname "$out")" -mindepth 1 -maxdepth 1)" = "$out" ]
			;;
		esac
	done
}
