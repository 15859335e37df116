#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Runs the suites of kunit/ in User-Mode Linux with KASAN, UBSAN and lockdep.
#
#   kunit.sh [--build-only] [--suites DIR]
#
# The kernel comes from linux-source-6.12 and is built in the cache: a minute or
# two the first time, seconds afterwards. DIR stands in for kunit/ in the tests
# of this script. The last line is `N passed, N failed, N skipped`.
set -euo pipefail
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=lib-source.sh
. "$(dirname "$0")/lib-source.sh"
# shellcheck source=lib-stage.sh
. "$(dirname "$0")/lib-stage.sh"

# Called by make, the kernel's make must not inherit its variables and jobs.
unset MAKEFLAGS MFLAGS MAKEOVERRIDES MAKELEVEL

# 6.12 and not 6.1: KASAN and KUnit's parser are both better there on UML.
series=6.12
suites=$TOP/kunit build_only=0
while [ $# -gt 0 ]; do
	case $1 in
	--build-only) build_only=1 ;;
	--suites)
		[ $# -ge 2 ] || die "--suites needs a folder"
		suites=$2
		shift
		;;
	*) die "usage: kunit.sh [--build-only] [--suites DIR]" ;;
	esac
	shift
done
[ -f "$suites/Kbuild" ] || die "$suites has no Kbuild; name a folder with KUnit suites"
need_commands make:make gcc:gcc flex:flex bison:bison bc:bc python3:python3 xz:xz-utils

# Drivers of hardware that UML has not are two thirds of the tree; the build
# reads only their Kconfig and Makefiles.
tree=$(cached_tree "$series" uml-net 'arch/[!ux]*' drivers/gpu drivers/media 'drivers/net/*' drivers/staging \
	drivers/infiniband sound)
config=$TOP/scripts/kunit.config
out=$tree.build
mkdir -p "$out"

one_at_a_time "$out.lock" "KUnit build"

# Our folder in the scratch tree, and the two lines that lead to it.
pack=$tree/drivers/dom0-pack
mkdir -p "$pack"
for dir in drivers include; do
	sync_sources "$TOP/$dir" "$pack/$dir"
done
sync_sources "$suites" "$pack/kunit"
# Object files of the modules are not wanted, only what the suites name.
cat >"$out/.Makefile" <<'M'
subdir-ccflags-y := -I$(src)/include -I$(src)/include/compat -DDOM0PACK_VERSION='"kunit"'
obj-y += kunit/
M
copy_changed "$out/.Makefile" "$pack/Makefile"
printf 'config DOM0_PACK_KUNIT\n\tbool "KUnit suites of dom0-pack"\n\tdepends on KUNIT\n' >"$out/.Kconfig"
copy_changed "$out/.Kconfig" "$pack/Kconfig"
# shellcheck disable=SC2016 # make expands it
grep -q dom0-pack "$tree/drivers/Makefile" ||
	echo 'obj-$(CONFIG_DOM0_PACK_KUNIT) += dom0-pack/' >>"$tree/drivers/Makefile"
grep -q dom0-pack "$tree/drivers/Kconfig" ||
	sed -i '/^endmenu/i source "drivers/dom0-pack/Kconfig"' "$tree/drivers/Kconfig"

log=$TOP/build/kunit
mkdir -p "$log"
umake() { make -C "$tree" ARCH=um O="$out" -j "${JOBS:-$(nproc)}" "$@"; }
build_failed() {
	grep -E 'error|Error|undefined' "$log/build.log" | head -n 20 >&2 || true
	die "the User-Mode Linux build failed; the whole log is $log/build.log"
}

: >"$log/build.log"
if ! cmp -s "$config" "$out/.fragment"; then
	umake KCONFIG_ALLCONFIG="$config" allnoconfig >>"$log/build.log" 2>&1 || build_failed
	while IFS='#=' read -r symbol value; do
		[[ -z $symbol ]] || grep -qxF "$symbol=$value" "$out/.config" ||
			die "the kernel does not take $symbol=$value; mend scripts/kunit.config"
	done <"$config"
	cp "$config" "$out/.fragment"
fi
note "building User-Mode Linux $(version_of_tree "$tree") with the suites"
umake vmlinux linux >>"$log/build.log" 2>&1 || build_failed
[ "$build_only" = 0 ] || exit 0

# A suite that hangs must not hang the caller.
rc=0
timeout -k 5 300 "$out/linux" mem=512M console=tty kunit_shutdown=halt \
	</dev/null >"$log/run.log" 2>&1 || rc=$?
[ "$rc" != 124 ] && [ "$rc" != 137 ] || {
	tail -n 20 "$log/run.log" >&2
	die "the suites did not end within 300 s; the last lines are above, all of them in $log/run.log"
}

# KUnit's own parser judges; its last line has the counts.
parsed=0
python3 "$tree/tools/testing/kunit/kunit.py" parse "$log/run.log" >"$log/parsed.log" 2>&1 || parsed=$?
sed -E 's/\x1b\[[0-9;]*m//g; s/^\[[0-9:]*\] //' "$log/parsed.log"
count() { sed -nE "s/.*Testing complete\. Ran [0-9]+ tests:.*\b$1: ([0-9]+).*/\1/p" "$log/parsed.log" | tail -n 1; }
passed=$(count passed) failed=$(count failed) crashed=$(count crashed) skipped=$(count skipped)
errors=$(count errors)
failed=$((${failed:-0} + ${crashed:-0} + ${errors:-0}))

# What the checkers say counts even when every test passed.
if grep -nE 'BUG:|KASAN:|UBSAN:|WARNING:|INFO: (possible|suspicious)|Kernel panic' "$log/run.log" >"$log/reports"; then
	note "the kernel reported:"
	head -n 5 "$log/reports" >&2
	failed=$((failed + 1))
fi
if [ "$((${passed:-0} + failed))" = 0 ]; then
	tail -n 5 "$log/run.log" >&2
	note "no test ran; see $log/run.log"
	failed=1
elif [ "$parsed" != 0 ] && [ "$failed" = 0 ]; then
	note "KUnit's parser was not content; see $log/parsed.log"
	failed=1
fi
printf '%d passed, %d failed, %d skipped\n' "${passed:-0}" "$failed" "${skipped:-0}"
[ "$failed" = 0 ]
