#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Builds and tests. One line a stage; the last line is
# `N passed, N failed, N skipped` over all stages.
#
#   check.sh                   an hour: all stages but kernel-, modules- and vm-custom
#                              and -stock, for which a kernel is built first, and
#                              packages and installed, which take twenty minutes each;
#                              without the VM cases that take minutes, and without
#                              the analyzer of clang-tidy
#   check.sh --all             all of these: hours
#   check.sh STAGE...          these, with what an earlier run left for them
#
# Two lanes of stages share the machine; the VM cases come after, alone,
# because some of them measure rates. Logs are in build/check/STAGE.log.
set -euo pipefail
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=lib-check.sh
. "$(dirname "$0")/lib-check.sh"
cd "$TOP"
unset MAKEFLAGS MFLAGS MAKEOVERRIDES MAKELEVEL

# On 6.12: the modules load, a guest attaches, limits hold, also in order, and
# the device tells of it; checksums are right both ways, whatever a guest says; event
# channels are counted, a quota holds.
vm_612=(throttle-limits sysfs-errors module-loop blkif-order events csum-sent csum-lies irq-accounting irq-quota)

# On 6.1 with the patches of its built-in code: what needs them.
vm_custom=(irq-full-descriptors irq-memory irq-reserve)
# On the same without them: what such a kernel does, and what the module then can.
vm_stock=(irq-left)

# The stages: what each runs. A stage's last `N passed, ...` line, or the
# summary of ctest or of Python's unittest, is its count; without one it counts
# as a single test.
run_docs() { scripts/docs.sh; }
run_style() { scripts/style.sh; }
run_modules() { scripts/build-modules.sh --series "$1" && scripts/build-modules.sh --series "$1" --tests; }
run_modules-6.1() { run_modules 6.1; }
run_modules-6.12() { run_modules 6.12; }
run_kernel-custom() { scripts/kernel.sh 6.1 custom; }
run_modules-custom() { scripts/build-modules.sh --series 6.1 --flavour custom; }
run_kernel-stock() { scripts/kernel.sh 6.1 stock; }
run_modules-stock() { scripts/build-modules.sh --series 6.1 --flavour stock; }
run_warnings-6.1() { scripts/build-modules.sh --series 6.1 --warn; }
run_warnings-6.12() { scripts/build-modules.sh --series 6.12 --warn; }
run_scripts() { tests/scripts/run.sh; }
run_kunit() { scripts/kunit.sh; }
run_programs() { make --no-print-directory vm-programs; }
run_unit() { make --no-print-directory unit; }
run_blkfront() { make --no-print-directory blkfront; }
run_netfront() { make --no-print-directory netfront; }
run_tools() { make --no-print-directory tools; }
run_tools-tests() { make --no-print-directory tools_test; }
run_harness() { (cd tests/vm && python3 -B -m unittest discover -t .); }
run_bench() { (cd tests/bench && python3 -B -m unittest discover -t .); }
run_machine() { (cd tests/machine && python3 -B -m unittest discover -t .); }
run_tidy() { scripts/tidy.sh "${brief[@]}"; }
run_packages() { make --no-print-directory deb_test; }
run_installed() { make --no-print-directory machine_test; }
run_vm-6.1() { tests/vm/run.py --kernel 6.1 "${brief[@]}"; }
run_vm-6.12() { tests/vm/run.py --kernel 6.12 "${vm_612[@]/#/--case=}"; }
run_vm-custom() { tests/vm/run.py --kernel 6.1 --flavour custom "${vm_custom[@]/#/--case=}"; }
run_vm-stock() { tests/vm/run.py --kernel 6.1 --flavour stock "${vm_stock[@]/#/--case=}"; }

# What a stage cannot do without.
needs() {
	case $1 in
	tidy) echo tools ;;
	modules-custom) echo kernel-custom ;;
	modules-stock) echo kernel-stock ;;
	vm-*) echo "modules-${1#vm-} tools blkfront netfront programs" ;;
	esac
}

lane_a=(kunit unit tidy)
lane_b=(modules-6.1 modules-6.12 tools blkfront netfront programs tools-tests warnings-6.1 warnings-6.12 style docs harness bench machine scripts)
alone=(vm-6.1 vm-6.12)
# With --all, or by name.
on_demand=(packages installed kernel-custom modules-custom vm-custom kernel-stock modules-stock vm-stock)

brief=(--brief)
case ${1-} in
--all)
	[ $# = 1 ] || die "--all has every stage; name none"
	shift
	brief=()
	alone+=("${on_demand[@]}")
	;;
?*)
	brief=()
	alone+=("${on_demand[@]}")
	;;
esac
wanted=("$@")
for stage in "${wanted[@]}"; do
	declare -F "run_$stage" >/dev/null ||
		die "no stage $stage; stages: ${lane_a[*]} ${lane_b[*]} ${alone[*]}"
done

began=$SECONDS
scripts/install-deps.sh build tools check docs vm
check_begin
trap check_abort EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

lane "${lane_a[@]}" &
lane_pids=($!)
lane "${lane_b[@]}" &
lane_pids+=($!)
check_watch "${lane_pids[@]}"
lane "${alone[@]}" &
lane_pids=($!)
check_watch "${lane_pids[@]}"

trap - EXIT
check_summary "$((SECONDS - began))" "${lane_a[@]}" "${lane_b[@]}" "${alone[@]}"
