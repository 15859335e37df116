# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2154 # see helper.bash
# kernel.sh on a made-up kernel, with a make that compiles nothing.
load helper

events=drivers/xen/events/events_base.c

setup() {
	made_up_world
	edit_patch 's/^line 5$/line five/' '' "$events" >"$tree/patches/6.1/builtin.patch"
	echo builtin.patch >>"$tree/patches/6.1/series"
	mkdir "$BATS_TEST_TMPDIR/bin"
	cat >"$BATS_TEST_TMPDIR/bin/make" <<-'END'
		#!/bin/bash
		for a; do
			case $a in
			O=*) out=${a#O=} ;;
			KCONFIG_ALLCONFIG=*) wanted=${a#*=} ;;
			INSTALL_MOD_PATH=*) to=${a#*=} ;;
			LOCALVERSION=*) release=6.1.7${a#*=} ;;
			esac
		done
		echo "$*" >>"$BATS_TEST_TMPDIR/made"
		case $a in
		allnoconfig) grep -v "=n$\|^${REFUSED:-#}=" "$wanted" >"$out/.config" ;;
		modules)
			[ -z "${FAILS:-}" ] || { echo "events_base.c:5: error: planted"; exit 2; }
			mkdir -p "$out"/{arch/x86/boot,include/generated}
			cp /bin/true "$out/vmlinux"
			echo packed >"$out/arch/x86/boot/bzImage"
			echo "#define UTS_RELEASE \"$release\"" >"$out/include/generated/utsrelease.h"
			;;
		modules_install) mkdir -p "$to/lib/modules/$release" ;;
		esac
	END
	chmod +x "$BATS_TEST_TMPDIR/bin/make"
	PATH=$BATS_TEST_TMPDIR/bin:$PATH
}

kernel() {
	run "$tree/scripts/kernel.sh" "$@"
	echo "status $status: $output"
}

# source_of PART: the folder of the cache whose name ends with that.
source_of() { echo "$DOM0PACK_CACHE"/source/kernel-*6.1-*"$1"; }
pristine() { source_of '' | tr ' ' '\n' | head -n 1; }
compiled() { grep -c ' modules$' "$BATS_TEST_TMPDIR/made"; }

@test "custom has the patches of built-in code, stock has not, and neither those of the backends" {
	kernel 6.1 custom
	[ "$status" -eq 0 ]
	custom=${lines[-1]}
	kernel 6.1 stock
	[ "$status" -eq 0 ]
	[ "${lines[-1]}" != "$custom" ]
	[ -x "$custom/boot/vmlinux" ]
	[ "$(cat "$custom/boot/vmlinuz")" = packed ]
	[ -d "$custom/boot/lib/modules/6.1.7-dom0pack-custom" ]
	[ -d "${lines[-1]}/boot/lib/modules/6.1.7-dom0pack-stock" ]
	diff <(sed 's/^line 5$/line five/' "$kernel/$events") "$(source_of .patched)/$events"
	cmp "$kernel/$events" "$(source_of .unpatched)/$events"
	cmp "$kernel/$events" "$(pristine)/$events"
	for t in .patched .unpatched; do
		diff -r "$kernel/drivers/block" "$(source_of $t)/drivers/block"
	done
	# The same configuration, and the same help for it.
	cmp "$custom/.config" "${lines[-1]}/.config"
	grep -qx CONFIG_NR_CPUS=64 "$custom/.config"
	[ "$(grep -c X86_64 "$(source_of .unpatched)/lib/Kconfig.debug")" -eq 0 ]
	[ "$(grep -A1 mutex_init "$(source_of .unpatched)/drivers/xen/gntdev.c" | grep -c novalidate)" -eq 1 ]
	grep -q X86_64 "$(pristine)/lib/Kconfig.debug"
}

@test "debug is patched, too, and shares no objects with custom" {
	kernel 6.1 custom
	custom=${lines[-1]}
	kernel 6.1 debug
	[ "$status" -eq 0 ]
	[ "${lines[-1]}" != "$custom" ]
	grep -qx CONFIG_PROVE_LOCKING=y "${lines[-1]}/.config"
	[ "$(grep -c PROVE_LOCKING "$custom/.config")" -eq 0 ]
	[ "$(grep -o -- '-C [^ ]*' "$BATS_TEST_TMPDIR/made" | sort -u)" = "-C $(source_of .patched)" ]
}

@test "nothing is built twice; a patch that changes or goes is seen, and nothing else is touched" {
	kernel 6.1 custom
	kernel 6.1 custom
	[ "$status" -eq 0 ]
	[ "$(compiled)" -eq 1 ]
	patched=$(source_of .patched)
	touch -d 2001-01-01 "$patched/drivers/xen/events/events_fifo.c"
	edit_patch 's/^line 9$/line nine/' '' drivers/xen/events/events_fifo.c >"$tree/patches/6.1/builtin.patch"
	stamp=$(stat -c %Y "$patched/drivers/xen/gntdev.c")
	kernel 6.1 custom
	[ "$status" -eq 0 ]
	[ "$(compiled)" -eq 2 ]
	cmp "$kernel/$events" "$patched/$events"
	grep -qx 'line nine' "$patched/drivers/xen/events/events_fifo.c"
	[ "$(grep -c nine "$(pristine)/drivers/xen/events/events_fifo.c")" -eq 0 ]
	# What make goes by.
	[ "$(stat -c %Y "$patched/drivers/xen/events/events_fifo.c")" -gt 1000000000 ]
	[ "$(stat -c %Y "$patched/drivers/xen/gntdev.c")" = "$stamp" ]
	# The control does not depend on patches.
	kernel 6.1 stock
	echo '# comment' >>"$tree/patches/6.1/series"
	edit_patch 's/^line 9$/line 9 again/' '' "$events" >"$tree/patches/6.1/builtin.patch"
	kernel 6.1 stock
	[ "$(compiled)" -eq 3 ]
}

@test "a patch that does not apply: names patch, file, hunk and line, and leaves the tree alone" {
	kernel 6.1 custom
	edit_patch 's/^line 25$/line twenty-five/' 's/^line 25$/other/' "$events" >"$tree/patches/6.1/builtin.patch"
	kernel 6.1 custom
	[ "$status" -eq 1 ]
	[[ ${lines[-1]} == *"patches/6.1/builtin.patch does not apply to 6.1.7, $events: hunk #1 at line 22"* ]]
	grep -qx 'line five' "$(source_of .patched)/$events"
	[ -z "$(find "$DOM0PACK_CACHE/source" -maxdepth 1 -name '*.patched.*' ! -name '*.changed' ! -name '*.lock')" ]
}

@test "a build that fails shows the error, names the log and leaves no kernel" {
	FAILS=1 kernel 6.1 custom
	[ "$status" -eq 1 ]
	[[ $output == *"events_base.c:5: error: planted"* ]]
	[[ ${lines[-1]} == *"the build of the custom kernel failed; the whole log is "*"/build.log" ]]
	[ ! -e "$(source_of .custom)/boot/key" ]
	kernel 6.1 custom
	[ "$status" -eq 0 ]
}

@test "a symbol that the kernel does not take is an error" {
	REFUSED=CONFIG_FAILSLAB kernel 6.1 custom
	[ "$status" -eq 1 ]
	[[ ${lines[-1]} == *"the kernel does not take CONFIG_FAILSLAB=y"* ]]
}

@test "an unsupported series, and a flavour that there is not" {
	kernel 5.10 custom
	refused "series 5.10 is not supported; supported: 6.1 6.12"
	kernel 6.1 sweet
	refused "no kernel of flavour sweet; flavours: custom stock debug"
	kernel 6.1
	refused "usage: kernel.sh SERIES custom|stock|debug"
}

@test "no source package: names it" {
	rm "$DOM0PACK_USR_SRC"/*.tar.xz
	kernel 6.1 custom
	refused "no source of kernel 6.1" "apt-get install linux-source-6.1"
}

@test "KSRC is refused with what to do instead" {
	kernel 6.1 custom --ksrc "$kernel"
	refused "to make a kernel of $kernel, apply to it with patch -p1" "patches/6.1/builtin.patch"
}

@test "a configuration of somebody's own: patched, nothing adjusted, and said what to do with it" {
	printf 'CONFIG_XEN_DOM0=y\nCONFIG_SYSTEM_TRUSTED_KEYS="debian/certs/x.pem"\n' >"$BATS_TEST_TMPDIR/config"
	kernel 6.1 custom --config "$BATS_TEST_TMPDIR/config" --explain
	[ "$status" -eq 0 ]
	diff "${lines[-1]}/.config" <(printf 'CONFIG_XEN_DOM0=y\nCONFIG_SYSTEM_TRUSTED_KEYS=""\n')
	grep -qx 'line five' "$(source_of .patched)/$events"
	cmp "$kernel/drivers/xen/gntdev.c" "$(source_of .patched)/drivers/xen/gntdev.c"
	[[ $output == *"image    ${lines[-1]}/boot/vmlinuz"* ]]
	[[ $output == *"/boot/lib/modules/6.1.7-dom0pack-own /lib/modules/"* ]]
	[[ $output == *"make modules_install KVER=6.1.7-dom0pack-own KDIR=${lines[-1]}"* ]]
	[[ $output != *"virtual machines only"* ]]
}

@test "a configuration that is no good is refused" {
	kernel 6.1 custom --config "$BATS_TEST_TMPDIR/nothing"
	refused "nothing does not exist" "KCONFIG"
	echo 'CONFIG_XEN=y' >"$BATS_TEST_TMPDIR/config"
	kernel 6.1 custom --config "$BATS_TEST_TMPDIR/config"
	refused "is of no kernel that runs as dom0"
	kernel 6.1 debug --config "$BATS_TEST_TMPDIR/config"
	refused "is for the flavour custom, not debug"
}

@test "a flavour of kernel is for a series" {
	run "$tree/scripts/build-modules.sh" --release "$release" --flavour custom --out "$out"
	refused "usage:" "--flavour NAME"
	run "$tree/scripts/build-modules.sh" --series 6.1 --flavour sweet --out "$out"
	refused "no kernel of flavour sweet"
}
