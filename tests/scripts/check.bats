# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2154 # see helper.bash
# The counting of check.sh, on stages made up here.
load helper

setup() {
	copy_tree
	cat >"$tree/scripts/try.sh" <<'S'
#!/bin/bash
set -euo pipefail
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/lib-check.sh"
run_single() { echo fine; }
run_counted() { echo "3 passed, 0 failed, 1 skipped"; echo "SKIP a-case: no disk here"; echo "7 passed, 0 failed, 1 skipped"; }
run_ctest() { printf 'x\n80%% tests passed, 1 tests failed out of 5\n'; return 8; }
run_ctest_skips() { printf '100%% tests passed, 0 tests failed out of 5\n\nThe following tests did not run:\n\t  2 - limit.live (Skipped)\n'; }
run_python() { printf 'Ran 34 tests in 0.042s\n\nFAILED (failures=2, errors=1, skipped=4)\n'; return 1; }
run_python_good() { printf 'Ran 3 tests in 0.042s\n\nOK\n'; }
run_empty() { echo "0 passed, 0 failed, 0 skipped"; }
run_broken() { echo "cannot find the thing"; return 1; }
run_crash() { echo "5 passed, 0 failed, 0 skipped"; return 139; }
run_quiet_failure() { echo "4 passed, 2 failed, 0 skipped"; }
run_far_back() { echo "FAIL a-case: the disk is gone"; seq 40; echo "4 passed, 1 failed, 0 skipped"; return 1; }
run_needy() { echo "never said"; }
run_exits() { exit 3; }
run_sleeper() { sleep 300; }
needs() { case $1 in needy) echo broken ;; esac; }
wanted=()
stages=("$@")
check_begin
trap check_abort EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
lane "${stages[@]}" &
lane_pids=($!)
check_watch "${lane_pids[@]}"
trap - EXIT
check_summary 0 "${stages[@]}"
S
	chmod +x "$tree/scripts/try.sh"
}

try() {
	run "$tree/scripts/try.sh" "$@"
	echo "$output"
}

last_line_is() { [ "${lines[-1]}" = "$1" ]; }

@test "a stage without counts is one test; the last counts of a stage hold" {
	try single counted
	[ "$status" -eq 0 ]
	last_line_is "8 passed, 0 failed, 1 skipped"
}

@test "a skip names its reason" {
	try counted
	[[ $output == *"skipped: a-case: no disk here"* ]]
	try ctest_skips
	[ "$status" -eq 0 ]
	[[ $output == *"skipped: "*"limit.live"* ]]
	last_line_is "4 passed, 0 failed, 1 skipped"
}

@test "ctest's summary is understood" {
	try ctest
	[ "$status" -eq 1 ]
	last_line_is "4 passed, 1 failed, 0 skipped"
}

@test "unittest's summary is understood" {
	try python
	[ "$status" -eq 1 ]
	last_line_is "27 passed, 3 failed, 4 skipped"
	try python_good
	[ "$status" -eq 0 ]
	last_line_is "3 passed, 0 failed, 0 skipped"
}

@test "a stage that counts no test at all has failed" {
	try empty
	[ "$status" -eq 1 ]
	last_line_is "0 passed, 1 failed, 0 skipped"
}

@test "a stage that fails shows its last words and its log, and the others go on" {
	try broken single
	[ "$status" -eq 1 ]
	[[ $output == *"| cannot find the thing"* ]]
	[[ $output == *"the whole log: build/check/broken.log"* ]]
	last_line_is "1 passed, 1 failed, 0 skipped"
}

@test "what failed is named at once and at the end, however much was said since" {
	try far_back single
	[ "$status" -eq 1 ]
	[[ $output == *"  failed: FAIL a-case: the disk is gone"* ]]
	[ "${lines[-3]}" = "failed: far_back: FAIL a-case: the disk is gone" ]
	last_line_is "5 passed, 1 failed, 0 skipped"
}

@test "a crash after the last count is a failure" {
	try crash
	[ "$status" -eq 1 ]
	last_line_is "5 passed, 1 failed, 0 skipped"
}

@test "failures count even where the exit code is 0" {
	try quiet_failure
	[ "$status" -eq 1 ]
	last_line_is "4 passed, 2 failed, 0 skipped"
}

@test "what a failed stage would have made is not tested with" {
	try broken needy
	[ "$status" -eq 1 ]
	[[ $output == *"needy: not run, because broken failed"* ]]
	[[ $output != *"never said"* ]]
	last_line_is "0 passed, 2 failed, 0 skipped"
}

@test "a stage that exits takes no other with it" {
	try exits single
	[ "$status" -eq 1 ]
	last_line_is "1 passed, 1 failed, 0 skipped"
}

@test "ending it ends what it started" {
	since=$tree/build/check/sleeper.since
	run ended_when "$since" TERM "$tree/scripts/try.sh" sleeper
	echo "$output"
	[ "$status" -eq 143 ]
	[[ $output == *"interrupted"* ]]
	[ -e "$since" ]
	# What has got its signal may not have had its turn yet; what has not, stays.
	for ((i = 0; i < 600; i++)); do
		[ -n "$(pgrep -f "$tree/scripts/try.sh" || true)" ] || break
		sleep 0.1
	done
	[ "$i" -lt 600 ]
}

@test "check.sh names its stages to who asks for another" {
	run "$tree/scripts/check.sh" nonsense
	[ "$status" -eq 1 ]
	[[ $output == *"no stage nonsense; stages: "*style* ]]
	[ ! -e "$tree/build" ]
}
