#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Builds a kernel for Xen's dom0 and guests from Debian's linux-source package.
#
#   kernel.sh SERIES FLAVOUR [--config FILE] [--explain] [--ksrc TREE]
#
# The flavours:
#   custom   patches/SERIES for the kernel's built-in code applied; allocations can
#            be made to fail. kernel.config and kernel-custom.config
#   stock    the same without the patches, to compare with
#   debug    patched, and it checks itself: locks, memory, leaks.
#            kernel.config and kernel-debug.config
#   --config   custom with the configuration of another kernel, as Debian's
#              /boot/config-*: for real machines, whose drivers the others lack
#   --explain  say at the end what to do with it
#   --ksrc     refused, with what to do instead
#
# Minutes the first time, a second when nothing changed. The last line, alone on
# stdout, is the build folder in the cache. It is what `make modules KDIR=` takes,
# and it has
#   boot/vmlinux  boot/vmlinuz  boot/lib/modules/RELEASE/  boot/key (changes with the rest)
set -euo pipefail
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=lib-source.sh
. "$(dirname "$0")/lib-source.sh"
# shellcheck source=lib-patches.sh
. "$(dirname "$0")/lib-patches.sh"
# shellcheck source=lib-kernel.sh
. "$(dirname "$0")/lib-kernel.sh"

# Called by make, the kernel's make must not inherit its variables and jobs.
# DEBUG means something else to the kernel's tools.
unset DEBUG MAKEFLAGS MFLAGS MAKEOVERRIDES MAKELEVEL

usage() { die "usage: kernel.sh SERIES $(flavours '|') [--config FILE] [--explain]; series: $(series_list)"; }

series='' flavour='' config='' ksrc='' explain=0
while [ $# -gt 0 ]; do
	case $1 in
	--config | --ksrc)
		[ $# -ge 2 ] && [ -n "$2" ] || usage
		declare "${1#--}=$2"
		shift
		;;
	--explain) explain=1 ;;
	-*) usage ;;
	*)
		if [ -z "$series" ]; then series=$1; elif [ -z "$flavour" ]; then flavour=$1; else usage; fi
		;;
	esac
	shift
done
[ -n "$series" ] && [ -n "$flavour" ] || usage
require_series "$series"
require_flavour "$flavour"
# depmod is where only root's PATH leads.
PATH=$PATH:/usr/sbin:/sbin
need_commands make:make gcc:gcc patch:patch flex:flex bison:bison bc:bc xz:xz-utils strip:binutils depmod:kmod
[ -f /usr/include/libelf.h ] || die "the kernel's objtool needs libelf; install it: apt-get install libelf-dev"
listed=$(series_patches "$series")
mapfile -t patches < <(sed -n 's/^built-in\t//p' <<<"$listed")
[ -z "$ksrc" ] || die "this builds Debian's source alone; to make a kernel of $ksrc, apply to it with patch -p1," \
	"in this order, $(printf '%s ' "${patches[@]#"$TOP"/}")and build it as ever"
[ "$flavour" != stock ] || patches=()
if [ -n "$config" ]; then
	[ "$flavour" = custom ] || die "--config (KCONFIG=) is for the flavour custom, not $flavour; name one of the two"
	[ -f "$config" ] || die "$config does not exist; let KCONFIG name the configuration of a kernel, as /boot/config-*"
	grep -qx CONFIG_XEN_DOM0=y "$config" ||
		die "$config is of no kernel that runs as dom0 (no CONFIG_XEN_DOM0=y); take one that does"
fi

if [ -n "$config" ]; then
	pristine=$(cached_tree "$series" kernel-whole)
	tree=$pristine.patched out=$pristine.own
else
	# What these never compile; the build reads only its Kconfig and Makefiles.
	pristine=$(cached_tree "$series" kernel 'arch/[!x]*' drivers/gpu drivers/media drivers/net/ethernet \
		drivers/net/wireless drivers/staging drivers/infiniband sound)
	tree=$pristine.$([ ${#patches[@]} = 0 ] && echo unpatched || echo patched) out=$pristine.$flavour
fi
mkdir -p "$out"
one_at_a_time "$out.lock" "build of this kernel"

fragments=("$config")
[ -n "$config" ] || mapfile -t fragments < <(flavour_config "$flavour")
# Everything that decides about the result.
key=$({
	cat "${fragments[@]}" "$0" "$TOP/scripts/lib-kernel.sh" "${patches[@]}"
	source_key "$series"
	gcc -dumpfullversion
} | sha256sum | cut -c 1-16)

log=$out/build.log
kmake() {
	make -C "$tree" ARCH=x86_64 O="$out" LOCALVERSION="-dom0pack-${out##*.}" KBUILD_BUILD_TIMESTAMP=@0 \
		-j "${JOBS:-$(nproc)}" "$@" >>"$log" 2>&1
}
build_failed() {
	grep -E 'error|Error|undefined' "$log" | head -n 20 >&2 || true
	die "the build of the $flavour kernel failed; the whole log is $log"
}

if [ ! -f "$out/boot/key" ] || [ "$(<"$out/boot/key")" != "$key" ]; then
	# Flavours may share a tree.
	one_at_a_time "$tree.lock" "build from $tree"
	# A configuration from elsewhere is of a kernel that needs no help of ours.
	if [ -n "$config" ]; then
		make_tree "$pristine" "$tree" '' "${patches[@]}"
	else
		make_tree "$pristine" "$tree" adjust_source "${patches[@]}"
	fi
	: >"$log"
	rm -rf "${out:?}/boot"
	configure
	note "building the $flavour kernel $(version_of_tree "$tree"): some minutes, once (log: $log)"
	kmake bzImage modules || build_failed
	mkdir "$out/boot"
	kmake INSTALL_MOD_PATH="$out/boot" INSTALL_MOD_STRIP=1 modules_install || build_failed
	# Xen loads the ELF kernel itself; packed, the emulator would have to unpack it.
	strip -o "$out/boot/vmlinux" "$out/vmlinux"
	cp "$out/arch/x86/boot/bzImage" "$out/boot/vmlinuz"
	# In the modules' folder these lead to places of this machine.
	rm -f "$out"/boot/lib/modules/*/{build,source}
	printf '%s\n' "$key" >"$out/boot/key"
fi
[ "$explain" = 0 ] || explain
printf '%s\n' "$out"
