#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Builds the modules and the patched backends against a kernel's headers. Of the
# backends (and netfront), those that the kernel has as modules.
#
#   build-modules.sh [--release KVER | --series SERIES [--flavour NAME] | --kdir DIR]
#                    [--ksrc TREE] [--out DIR] [--warn | --unpatched | --tests | --install [--destdir D]]
#
# Without a choice: the running kernel. The modules come to build/KVER/modules.
#   --flavour    for that kernel of the series (custom, stock or debug: kernel.sh),
#                built if need be; --debug is short for --flavour debug
#   --warn       build with W=1 and sparse instead; fail on any report in our
#                files, and on any in a backend that the unpatched one lacks
#   --unpatched  build the backends as the kernel has them, nothing of ours,
#                into build/KVER/unpatched/modules
#   --tests      build what VM cases load beside them, into build/KVER/test-modules
#   --install    build, then install under updates/, where depmod prefers them
#                to the kernel's own
# The tree is copied (only what changed) to build/KVER/src and built there:
# kbuild writes beside its sources, and this tree serves several kernels.
set -euo pipefail
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=lib-source.sh
. "$(dirname "$0")/lib-source.sh"
# shellcheck source=lib-stage.sh
. "$(dirname "$0")/lib-stage.sh"

# Called by make, the kernel's make must not inherit its variables and jobs.
# DEBUG means something else to the kernel's tools.
unset DEBUG MAKEFLAGS MFLAGS MAKEOVERRIDES MAKELEVEL

usage() {
	die "usage: [--release KVER | --series SERIES [--flavour NAME] | --kdir DIR] [--ksrc TREE] [--out DIR]" \
		"[--warn | --unpatched | --tests | --install [--destdir D]]"
}

release='' series='' kdir='' ksrc=${KSRC:-} out='' destdir='' mode=build flavour=''
while [ $# -gt 0 ]; do
	case $1 in
	--release | --series | --flavour | --kdir | --ksrc | --out | --destdir)
		[ $# -ge 2 ] && [ -n "$2" ] || usage
		declare "${1#--}=$2"
		shift
		;;
	--debug) flavour=debug ;;
	--warn | --unpatched | --tests | --install) mode=${1#--} ;;
	*) usage ;;
	esac
	shift
done
[ -z "$destdir" ] || [ "$mode" = install ] || usage

if [ -n "$flavour" ]; then
	[ -n "$series" ] && [ -z "$release$kdir" ] || usage
	kdir=$("$TOP/scripts/kernel.sh" "$series" "$flavour")
elif [ -n "$series" ] && [ -z "$release" ]; then
	require_series "$series"
	release=$(kernel_release "$series")
	[ -n "$release" ] || die "no headers for kernel series $series; install them:" \
		"apt-get install $(headers_package "$series")"
fi
if [ -n "$kdir" ]; then
	[ -d "$kdir" ] || die "$kdir does not exist; let --kdir name a kernel build folder"
	kdir=$(cd "$kdir" && pwd)
	found=$(release_of_headers "$kdir")
	[ -z "$release" ] || [ "$release" = "$found" ] ||
		die "$kdir is of kernel $found, not $release; name one of them"
	release=$found
fi
release=${release:-$(uname -r)}
require_series "$(series_of "$release")"
kdir=${kdir:-$(headers_dir "$release")}
release_of_headers "$kdir" >/dev/null

require_backend "$kdir" "$release"
# depmod is where only root's PATH leads.
PATH=$PATH:/usr/sbin:/sbin
need_commands make:make gcc:gcc flock:util-linux
[ "$mode" != warn ] || need_commands sparse:sparse
[ "$mode" != install ] || need_commands depmod:kmod

out=${out:-$TOP/build/$release}
mkdir -p "$out" || die "cannot write to $out; name another folder with --out"
out=$(cd "$out" && pwd)
[[ $out != *[[:space:]:]* ]] ||
	die "the kernel's build cannot work in '$out' because of the space or colon; move the tree or use --out"

# One build at a time for each kernel.
one_at_a_time "$out/.lock" "build of $release"

source_args=(--release "$release" --kdir "$kdir")
[ -z "$ksrc" ] || source_args+=(--ksrc "$ksrc")
backends() { "$TOP/scripts/backend-source.sh" "${source_args[@]}" "$@"; }
jobs=${JOBS:-$(nproc)}

# kbuild SRC LOG MAKE_ARGUMENT...: build everything under SRC.
kbuild() {
	local src=$1 log=$2
	shift 2
	make -C "$kdir" M="$src" -j "$jobs" "$@" modules >"$log" 2>&1 || {
		grep -E 'error|Error|undefined|No such file' "$log" | head -n 20 >&2 || true
		die "the build for $release failed; the whole log is $log"
	}
}

# collect SRC DIR: DIR gets exactly the modules under SRC, all at once.
collect() {
	local tmp
	tmp=$(mktemp -d "$2.XXXXXX")
	# Only what this build wrote: a module that lost its source stays away.
	sed -n 's/\.o$/.ko/p' "$1/modules.order" >"$tmp/.list"
	[ -s "$tmp/.list" ] || sed -n '/\.ko$/p' "$1/modules.order" >"$tmp/.list"
	while read -r ko; do
		[[ $ko == /* ]] || ko=$1/$ko
		cp "$ko" "$tmp/"
	done <"$tmp/.list"
	rm "$tmp/.list"
	chmod 755 "$tmp"
	rm -rf "$2"
	mv -T "$tmp" "$2"
}

case $mode in
unpatched)
	backends --out "$out/unpatched/backends" --unpatched
	stage_backends "$out/unpatched/backends" "$out/unpatched/src"
	kbuild "$out/unpatched/src" "$out/unpatched/build.log"
	collect "$out/unpatched/src" "$out/unpatched/modules"
	exit 0
	;;
tests)
	sync_sources "$TOP/tests/vm/modules" "$out/test-src"
	kbuild "$out/test-src" "$out/test-build.log"
	collect "$out/test-src" "$out/test-modules"
	exit 0
	;;
warn)
	# shellcheck source=lib-warn.sh
	. "$TOP/scripts/lib-warn.sh"
	warn_build
	exit 0
	;;
esac

backends --out "$out/backends"
stage_all "$kdir" "$out/backends" "$out/src"
kbuild "$out/src" "$out/build.log"
collect "$out/src" "$out/modules"
while IFS=$'\t' read -r what option; do
	note "note: kernel $release has $what, so none is patched ($option to have it)"
done < <(lacking_backends "$kdir")
note "modules for $release are in $out/modules"

if [ "$mode" = install ]; then
	[ -z "$destdir" ] || mkdir -p "$destdir" 2>/dev/null || true
	[ -w "${destdir:-/lib/modules}" ] ||
		die "cannot write to ${destdir:-/lib/modules}; run as root or use --destdir"
	make -C "$kdir" M="$out/src" INSTALL_MOD_DIR=updates ${destdir:+INSTALL_MOD_PATH="$destdir"} \
		modules_install >"$out/install.log" 2>&1 ||
		die "the installation failed: $(tail -n 1 "$out/install.log"); the whole log is $out/install.log"
	# In the log too: a destdir without a kernel makes it warn of that.
	depmod ${destdir:+-b "$destdir"} "$release" >>"$out/install.log" 2>&1 ||
		die "depmod failed for $release: $(tail -n 1 "$out/install.log")"
	note "installed into ${destdir%/}/lib/modules/$release/updates"
fi
