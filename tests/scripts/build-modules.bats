# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2154 # see helper.bash
load helper

patched_modules="xen-blkback.ko xen-netback.ko xen-netfront.ko"
all_modules="xen-backend-hooks.ko xen-blkback.ko xen-blkthrottle.ko xen-csumfix.ko xen-irqpool.ko xen-netback.ko xen-netfront.ko"

build() { run "$tree/scripts/build-modules.sh" "$@"; }

# modules_in DIR: their names on one line.
modules_in() { (cd "$1" && printf '%s\n' *.ko | paste -sd ' '); }

# A made-up kernel stops the script before anything is built.
made_up_build() {
	made_up_world
	out=$BATS_TEST_TMPDIR/out/kernel
	sed -i '/CONFIG_XEN_BLKDEV_BACKEND/d' "$DOM0PACK_USR_SRC/linux-headers-$release/include/config/auto.conf"
	[ -z "$1" ] || made_up_option XEN_BLKDEV_BACKEND "$1"
}

# one_line STATUS_AND_PARTS: as refused, without looking for leftovers.
one_line() {
	echo "status $status: $output"
	[ "$status" -eq 1 ]
	[ "${#lines[@]}" -eq 1 ]
	for part; do [[ $output == *"$part"* ]] || return 1; done
}

@test "a kernel with all backends built in is refused" {
	made_up_build y
	made_up_option XEN_NETDEV_BACKEND y
	build --release "$release" --out "$out"
	refused "has xen-blkback built in, xen-netback built in, no xen-netfront" "CONFIG_XEN_BLKDEV_BACKEND=m"
}

@test "a kernel without a Xen backend is refused" {
	made_up_build ''
	build --release "$release" --out "$out"
	refused "has no xen-blkback, no xen-netback" "CONFIG_XEN_BLKDEV_BACKEND=m"
}

@test "no headers for a release: names the package" {
	made_up_build m
	build --release 6.1.0-98-amd64 --out "$out"
	refused "no headers for kernel 6.1.0-98-amd64" "apt-get install linux-headers-6.1.0-98-amd64"
}

@test "an unsupported series is refused, by any way of naming it" {
	made_up_build m
	build --series 5.10 --out "$out"
	refused "series 5.10 is not supported; supported: 6.1 6.12"
	build --release 6.6.1-custom --out "$out"
	refused "series 6.6 is not supported; supported: 6.1 6.12"
}

@test "headers of another release than the named one are refused" {
	made_up_build m
	build --release 6.12.1-amd64 --kdir "$DOM0PACK_USR_SRC/linux-headers-$release" --out "$out"
	refused "is of kernel $release, not 6.12.1-amd64"
}

@test "a --kdir that is no kernel build folder is refused" {
	made_up_build m
	build --kdir "$BATS_TEST_TMPDIR" --out "$out"
	refused "holds no built kernel headers"
	build --kdir "$BATS_TEST_TMPDIR/nowhere" --out "$out"
	refused "nowhere does not exist"
}

@test "a folder with a blank in its name is refused before kbuild stumbles" {
	made_up_build m
	build --release "$release" --out "$BATS_TEST_TMPDIR/a folder"
	one_line "because of the space or colon" "--out"
}

@test "an error of the backend source comes through, and no module appears" {
	made_up_build m
	echo lost.patch >>"$tree/patches/6.1/series"
	build --release "$release" --out "$out"
	one_line "names lost.patch, which does not exist"
	[ ! -e "$out/modules" ]
}

@test "6.1: all modules, the patched ones depend on the seam; a second build compiles nothing" {
	copy_tree
	build --series 6.1 --out "$out"
	[ "$status" -eq 0 ]
	[ "$(modules_in "$out/modules")" = "$all_modules" ]
	for module in $patched_modules; do
		[[ ,$(modinfo -F depends "$out/modules/$module"), == *,xen-backend-hooks,* ]]
	done
	# The kernel has them all, so nothing is left out.
	[[ $output != *"note: kernel"* ]]
	grep -q ' CC ' "$out/build.log"
	build --series 6.1 --out "$out"
	[ "$status" -eq 0 ]
	[ "$(grep -c ' CC ' "$out/build.log")" -eq 0 ]
	# A change compiles what it changes; a source that goes, goes there, too.
	echo '/* changed */' >>"$tree/drivers/hooks/module.c"
	touch "$out/src/drivers/hooks/stray.c"
	build --series 6.1 --out "$out"
	[ "$status" -eq 0 ]
	[ "$(grep -c ' CC .*/drivers/.*[^d]\.o' "$out/build.log")" -eq 1 ]
	[ ! -e "$out/src/drivers/hooks/stray.c" ]

	# Installed where depmod prefers them.
	build --series 6.1 --out "$out" --install --destdir "$BATS_TEST_TMPDIR/root"
	[ "$status" -eq 0 ]
	grep -q '^updates/.*xen-blkback\.ko.*: updates/.*xen-backend-hooks\.ko' \
		"$BATS_TEST_TMPDIR"/root/lib/modules/*/modules.dep

	# A build that fails says where, and leaves the modules of before alone.
	echo 'int broken(void) { return nothing; }' >>"$tree/drivers/hooks/module.c"
	build --series 6.1 --out "$out"
	[ "$status" -eq 1 ]
	[[ $output == *"drivers/hooks/module.c"*"nothing"* ]]
	[[ ${lines[-1]} == *"the build for"*"failed; the whole log is $out/build.log" ]]
	[ "$(modules_in "$out/modules")" = "$all_modules" ]
}

@test "a backend that the kernel has built in is left out with a note, the others are built" {
	copy_tree
	real=$(echo /usr/src/linux-headers-6.1.0-*[0-9]-amd64)
	kdir=$BATS_TEST_TMPDIR/kdir
	cp -a "${real##* }" "$kdir"
	for link in scripts tools; do ln -sfn "$(readlink -f "${real##* }/$link")" "$kdir/$link"; done
	sed -i 's/^CONFIG_XEN_NETDEV_BACKEND=m/CONFIG_XEN_NETDEV_BACKEND=y/; /^CONFIG_XEN_BLKDEV_BACKEND=/d' \
		"$kdir/include/config/auto.conf"
	build --kdir "$kdir" --out "$out"
	echo "$output"
	[ "$status" -eq 0 ]
	[[ $output == *"has no xen-blkback, so none is patched (CONFIG_XEN_BLKDEV_BACKEND=m to have it)"* ]]
	[[ $output == *"has xen-netback built in, so none is patched (CONFIG_XEN_NETDEV_BACKEND=m to have it)"* ]]
	# shellcheck disable=SC2086 # words
	diff <(modules_in "$out/modules" | tr ' ' '\n') <(printf '%s\n' $all_modules | grep -v back.ko)
}

@test "--unpatched builds the kernel's own backends" {
	copy_tree
	build --series 6.1 --out "$out" --unpatched
	[ "$status" -eq 0 ]
	[ "$(modules_in "$out/unpatched/modules")" = "$patched_modules" ]
	for module in $patched_modules; do
		[[ $(modinfo -F depends "$out/unpatched/modules/$module") != *xen-backend-hooks* ]]
	done
}

@test "--tests builds what VM cases load, and leaves the modules alone" {
	copy_tree
	mkdir -p "$tree/tests/vm"
	cp -r "$project/tests/vm/modules" "$tree/tests/vm"
	build --series 6.1 --out "$out" --tests
	[ "$status" -eq 0 ]
	[ "$(modules_in "$out/test-modules")" = "bind-cost.ko secure-erase-disk.ko" ]
	[ ! -e "$out/modules" ]
}

@test "--warn finds what the compiler and sparse say of our files" {
	copy_tree
	printf 'int planted(int __user *p)\n{\n\treturn *p;\n}\n' >>"$tree/drivers/hooks/module.c"
	build --series 6.1 --out "$out" --warn
	echo "$output"
	[ "$status" -eq 1 ]
	[[ $output == *"drivers/hooks/module.c:"*"no previous prototype"* ]]
	[[ $output == *"drivers/hooks/module.c:"*"dereference of noderef expression"* ]]
	[[ ${lines[-1]} == *"report(s) on our files"* ]]
}

@test "--warn finds what a patch adds to the backend's reports, and only that" {
	copy_tree
	export DOM0PACK_CACHE=$BATS_TEST_TMPDIR/cache
	f=drivers/block/xen-blkback/xenbus.c
	"$tree/scripts/build-modules.sh" --series 6.1 --out "$out" --unpatched
	cp "$out/unpatched/src/backends/$f" "$BATS_TEST_TMPDIR/before.c"
	kernel=$(echo "$DOM0PACK_CACHE"/source/drivers-6.1-*)
	# A report that the unpatched source has as well must not count.
	printf '\nint there_before(int a)\n{\n\treturn a;\n}\n' >>"$kernel/$f"
	build --series 6.1 --out "$out" --warn
	echo "$output"
	[ "$status" -eq 0 ]
	[[ $output == *" on the unpatched backends, none more on the patched"* ]]
	# The compiler and sparse have one each; the kernel's source may have others.
	[ "$(grep -c there_before "$out/warn/stock.reports")" -eq 2 ]

	cp "$kernel/$f" "$BATS_TEST_TMPDIR/before.c"
	{
		cat "$BATS_TEST_TMPDIR/before.c"
		printf '\nint patched_in(int a)\n{\n\treturn a;\n}\n'
	} >"$BATS_TEST_TMPDIR/after.c"
	diff -u --label "a/$f" --label "b/$f" "$BATS_TEST_TMPDIR"/{before,after}.c \
		>"$tree/patches/6.1/9999-planted.patch" || true
	echo 9999-planted.patch >>"$tree/patches/6.1/series"
	build --series 6.1 --out "$out" --warn
	echo "$output"
	[ "$status" -eq 1 ]
	[[ $output == *"no previous prototype"*"patched_in"* ]]
	[[ $output != *there_before* ]]
	[[ ${lines[-1]} == *"2 report(s) on the patched backends"*"that the unpatched lack"* ]]
}
