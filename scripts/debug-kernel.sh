#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Builds a kernel for Xen's dom0 and guests that checks itself: locks, memory,
# leaks, and failures on demand. See debug-kernel.config.
#
#   debug-kernel.sh SERIES
#
# From Debian's linux-source package of the series, in the cache: minutes the
# first time, a second when nothing changed. The last line, alone on stdout, is
# the build folder. It is what `make modules KDIR=` takes, and it has
#   boot/vmlinux  boot/lib/modules/RELEASE/  boot/key (changes with the rest)
set -euo pipefail
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=lib-source.sh
. "$(dirname "$0")/lib-source.sh"

# Called by make, the kernel's make must not inherit its variables and jobs.
# DEBUG means something else to the kernel's tools.
unset DEBUG MAKEFLAGS MFLAGS MAKEOVERRIDES MAKELEVEL

[ $# = 1 ] || die "usage: debug-kernel.sh SERIES; series: $(series_list)"
series=$1
require_series "$series"
need_commands make:make gcc:gcc flex:flex bison:bison bc:bc xz:xz-utils strip:binutils depmod:kmod
[ -f /usr/include/libelf.h ] || die "the kernel's objtool needs libelf; install it: apt-get install libelf-dev"

# What this kernel never compiles; the build reads only its Kconfig and Makefiles.
tree=$(cached_tree "$series" debug 'arch/[!x]*' drivers/gpu drivers/media drivers/net/ethernet \
	drivers/net/wireless drivers/staging drivers/infiniband sound)
config=$TOP/scripts/debug-kernel.config
out=$tree.build
mkdir -p "$out"

one_at_a_time "$out.lock" "build of this kernel"

# Everything that decides about the result.
key=$(cat "$config" "$0" <(source_key "$series") <(gcc -dumpfullversion) | sha256sum | cut -c 1-16)
if [ -f "$out/boot/key" ] && [ "$(<"$out/boot/key")" = "$key" ]; then
	printf '%s\n' "$out"
	exit 0
fi

log=$out/build.log
kmake() { make -C "$tree" ARCH=x86_64 O="$out" KBUILD_BUILD_TIMESTAMP=@0 -j "${JOBS:-$(nproc)}" "$@" >>"$log" 2>&1; }
build_failed() {
	grep -E 'error|Error|undefined' "$log" | head -n 20 >&2 || true
	die "the debug kernel's build failed; the whole log is $log"
}

# 6.1 still says that stack traces of x86_64 are no good for this; they are, and
# later kernels have dropped the line.
sed -i '/^config FAULT_INJECTION_STACKTRACE_FILTER/,/^$/{/depends on !X86_64/d}' "$tree/lib/Kconfig.debug"

# gntdev takes its lock inside mmap_lock and copies to user space under it.
# lockdep reports that as soon as xenstored starts, and then nothing more.
sed -i '/^\tmutex_init(&priv->lock);$/{n;/novalidate/!i\
\tlockdep_set_novalidate_class(\&priv->lock);
}' "$tree/drivers/xen/gntdev.c"

: >"$log"
rm -rf "${out:?}/boot"
kmake KCONFIG_ALLCONFIG="$config" allnoconfig || build_failed
while IFS='#=' read -r symbol value; do
	case $symbol:$value in
	:*) ;;
	*:n) ! grep -q "^$symbol=" "$out/.config" ;;
	*) grep -qxF "$symbol=$value" "$out/.config" ;;
	esac || die "the kernel does not take $symbol=$value; mend ${config#"$TOP"/}"
done <"$config"

note "building the debug kernel $(version_of_tree "$tree"): some minutes, once (log: $log)"
kmake vmlinux modules || build_failed
mkdir "$out/boot"
kmake INSTALL_MOD_PATH="$out/boot" INSTALL_MOD_STRIP=1 modules_install || build_failed
# Xen loads the ELF kernel itself; packed, the emulator would have to unpack it.
strip -o "$out/boot/vmlinux" "$out/vmlinux"
# In the modules' folder these lead to places of this machine.
rm -f "$out"/boot/lib/modules/*/{build,source}
printf '%s\n' "$key" >"$out/boot/key"
printf '%s\n' "$out"
