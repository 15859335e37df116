# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2154,SC2030,SC2031 # bats sets status, output and its folders
# What DKMS makes of the tree. It works on trees of its own here; only the key that
# it signs with is the machine's (/var/lib/dkms/mok.key, made if there is none).
bats_require_minimum_version 1.5.0
load ../scripts/helper

setup() {
	version=$(cat "$project/VERSION")
	root=$BATS_TEST_TMPDIR/root
	export HOME=$BATS_TEST_TMPDIR/home
	mkdir -p "$root" "$HOME"
	# shellcheck source=../../scripts/lib.sh
	. "$project/scripts/lib.sh"
	# shellcheck source=../../scripts/lib-source.sh
	. "$project/scripts/lib-source.sh"
}

need_root() { [ "$(id -u)" = 0 ] || skip "DKMS installs for root only"; }

# conf KERNEL NAME: the values, sorted, that dkms.conf has for a kernel.
conf() {
	bash -c 'kernelver=$1 arch=x86_64 parallel_jobs=1
		kernel_source_dir=$3/usr/src/linux-headers-$1 dkms_tree=$3/var/lib/dkms
		. "$4/dkms.conf"
		declare -n values=$2
		printf "%s\n" "${values[@]}"' - "$1" "$2" "$root" "$project" | sort
}

# our_dkms ACTION ARGUMENT...: on the trees in $root, as dkms-install.sh calls it,
# but without --force, and with the list of what is to be forced in $root, too.
our_dkms() {
	sed "s,/usr/share/dkms/modules_to_force_install,$root&," "$(command -v dkms)" >"$root/dkms"
	bash "$root/dkms" "$1" -m dom0-pack -v "$version" --dkmstree "$root/var/lib/dkms" \
		--sourcetree "$root/usr/src" --installtree "$root/lib/modules" --no-depmod "${@:2}"
}

# add_tree: registered, not built.
add_tree() {
	mkdir -p "$root/var/lib/dkms" "$root/lib/modules/$1"
	"$project/scripts/dkms-source.sh" "$root"
	our_dkms add
}

# names DIR: of the modules in it, without what they are packed with.
names() { find "$1" -name '*.ko*' -printf '%f\n' | sed 's/\.ko.*//' | sort; }

all_modules() {
	{
		sed -n 's/^obj-m := \(.*\)\.o$/\1/p' "$project"/drivers/*/Kbuild
		for pair in "${backends[@]}"; do basename "${pair%:*}" .c; done
	} | sort
}

# preferred KERNEL MODULE: where depmod finds it, in $root.
preferred() { sed -nE "s,^((updates|kernel)/.*/)?$2\.ko[^:]*:.*,\1,p" "$root/lib/modules/$1/modules.dep"; }

@test "dkms.conf knows every module, and the kernels that there are patches for" {
	diff <(conf 6.1.0-1-amd64 BUILT_MODULE_NAME) <(all_modules)
	[ "$(conf 6.1.0-1-amd64 PACKAGE_VERSION)" = "$version" ]
	pattern=$(conf 6.1.0-1-amd64 BUILD_EXCLUSIVE_KERNEL)
	for series in $(supported_series); do
		[[ $series.0-1-amd64 =~ $pattern ]]
		[[ $series-custom =~ $pattern ]]
	done
	for other in 5.10.0-1-amd64 6.2.0 6.10.1 6.120.1 16.1.0 6.1x; do
		[[ ! $other =~ $pattern ]]
	done
}

@test "dkms.conf leaves out what the kernel has built in or not at all, and remembers what was built" {
	kernel=6.1.0-1-amd64
	headers=$root/usr/src/linux-headers-$kernel/include/config
	mkdir -p "$headers"
	printf 'CONFIG_XEN_BLKDEV_BACKEND=m\nCONFIG_XEN_NETDEV_BACKEND=y\n' >"$headers/auto.conf"
	diff <(conf $kernel BUILT_MODULE_NAME) <(all_modules | grep -v xen-net)
	# When the headers have gone.
	rm "$headers/auto.conf"
	built=$root/var/lib/dkms/dom0-pack/$version/$kernel/x86_64/module
	mkdir -p "$built"
	touch "$built"/xen-{blkthrottle,netback}.ko.xz
	diff <(conf $kernel BUILT_MODULE_NAME) <(all_modules | grep -vE 'netfront|blkback')
}

# builds SERIES: installed before the kernel's own, and taken back.
builds() {
	local kernel stock
	need_root
	kernel=$(kernel_release "$1")
	run "$project/scripts/dkms-install.sh" --release "$kernel" --destdir "$root"
	echo "$output"
	[ "$status" -eq 0 ]
	updates=$root/lib/modules/$kernel/updates/dkms
	diff <(names "$updates") <(all_modules)
	for module in "$updates"/*.ko*; do
		[[ $(modinfo -F vermagic "$module") == "$kernel "* ]]
	done
	[ "$(modinfo -F version "$updates"/xen-blkthrottle.ko*)" = "$version" ]
	[[ ,$(modinfo -F depends "$updates"/xen-blkback.ko*), == *,xen-backend-hooks,* ]]
	# DKMS builds in a copy: nothing is left in the source, nor in a home.
	"$project/scripts/dkms-source.sh" "$BATS_TEST_TMPDIR/pristine"
	diff -r "$BATS_TEST_TMPDIR/pristine/usr/src" "$root/usr/src"
	[ -z "$(ls -A "$HOME")" ]

	# A kernel that has an xen-blkback: ours is found first.
	stock=$root/lib/modules/$kernel/kernel/drivers/block/xen-blkback
	mkdir -p "$stock"
	cp "$updates"/xen-blkback.ko* "$stock"
	depmod -b "$root" "$kernel" 2>/dev/null
	[ "$(preferred "$kernel" xen-blkback)" = updates/dkms/ ]

	# As on an upgrade of the kernel, where nobody says --force. DKMS would not put
	# a module without a version beside another such if it were not told to.
	forced=$root/usr/share/dkms/modules_to_force_install/dom0-pack
	our_dkms uninstall -k "$kernel" >/dev/null
	mv "$forced" "$BATS_TEST_TMPDIR/forced"
	our_dkms autoinstall -k "$kernel" >/dev/null
	diff <(names "$updates") <(all_modules | grep -v blkback)
	our_dkms uninstall -k "$kernel" >/dev/null
	mv "$BATS_TEST_TMPDIR/forced" "$forced"
	our_dkms autoinstall -k "$kernel" >/dev/null
	diff <(names "$updates") <(all_modules)

	run "$project/scripts/dkms-install.sh" --remove --destdir "$root"
	echo "$output"
	[ "$status" -eq 0 ]
	[ ! -e "$updates" ]
	[ "$(preferred "$kernel" xen-blkback)" = kernel/drivers/block/xen-blkback/ ]
	left=$(find "$root/var/lib/dkms" "$root/usr" ! -type d)
	echo "left: $left"
	[ -z "$left" ]
}

@test "6.1: DKMS builds and installs all modules, and removes them" { builds 6.1; }

@test "6.12: DKMS builds and installs all modules, and removes them" { builds 6.12; }

@test "no source package: who installs reads which one, and make.log says so, too" {
	need_root
	kernel=$(kernel_release 6.12)
	add_tree "$kernel"
	export DOM0PACK_USR_SRC=$BATS_TEST_TMPDIR/nothing
	# As the package does: what DKMS says to its standard output is not shown.
	run --separate-stderr our_dkms build -k "$kernel"
	echo "$stderr"
	[ "$status" -ne 0 ]
	[[ $stderr == *"no source of kernel 6.12"*"apt-get install linux-source-6.12"* ]]
	grep -F "apt-get install linux-source-6.12" "$root/var/lib/dkms/dom0-pack/$version/build/make.log"
	run "$project/scripts/dkms-install.sh" --release "$kernel" --destdir "$root"
	[ "$status" -eq 1 ]
	[[ $output == *"apt-get install linux-source-6.12"* ]]
}

@test "a kernel of another series is passed over" {
	need_root
	add_tree 6.5.0-1-amd64
	run our_dkms build -k 6.5.0-1-amd64 --kernelsourcedir "$(headers_dir "$(kernel_release 6.12)")"
	echo "$output"
	[ "$status" -eq 77 ]
	# As apt has it done; or it stops over a kernel that has nothing to do with us.
	run our_dkms autoinstall -k 6.5.0-1-amd64
	echo "$output"
	[ "$status" -eq 0 ]
	run our_dkms status
	[[ $output != *6.5.0-1-amd64* ]]
	run "$project/scripts/dkms-install.sh" --release 6.5.0-1-amd64 --destdir "$root"
	[ "$status" -eq 1 ]
	[[ ${lines[-1]} == *"kernel series 6.5 is not supported; supported: 6.1 6.12" ]]
}

@test "earlier versions of the tree are taken back with it" {
	need_root
	add_tree 6.1.0-1-amd64
	cp -r "$root/usr/src/dom0-pack-$version" "$root/usr/src/dom0-pack-0.0.1"
	echo 0.0.1 >"$root/usr/src/dom0-pack-0.0.1/VERSION"
	version=0.0.1 our_dkms add
	run "$project/scripts/dkms-install.sh" --remove --destdir "$root"
	echo "$output"
	[ "$status" -eq 0 ]
	left=$(find "$root/var/lib/dkms" "$root/usr" ! -type d)
	echo "left: $left"
	[ -z "$left" ]
}

@test "no headers: names the package; no DKMS: names it" {
	need_root
	run "$project/scripts/dkms-install.sh" --release 6.1.0-9999-amd64 --destdir "$root"
	[ "$status" -eq 1 ]
	[[ ${lines[-1]} == *"apt-get install linux-headers-6.1.0-9999-amd64" ]]
	mkdir "$BATS_TEST_TMPDIR/bin"
	ln -sf /usr/bin/* /bin/* "$BATS_TEST_TMPDIR/bin/"
	PATH=$BATS_TEST_TMPDIR/bin run "$project/scripts/dkms-install.sh" --destdir "$root"
	[ "$status" -eq 1 ]
	[[ ${lines[-1]} == *"apt-get install dkms" ]]
}
