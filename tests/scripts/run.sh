#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Runs the tests of the scripts; the last line is `N passed, N failed, N skipped`.
#
#   run.sh [FILE.bats...]
set -euo pipefail
cd "$(dirname "$0")"
[ $# -gt 0 ] || set -- *.bats
command -v bats >/dev/null || {
	echo "run.sh: the command bats is missing; install it: apt-get install bats" >&2
	exit 1
}
# As scripts/lib.sh has it; and modinfo is where only root's PATH leads.
export LC_ALL=C.UTF-8 PATH=$PATH:/usr/sbin:/sbin
unset LANGUAGE
# What the caller builds for is nothing to the tests.
unset KSRC KERNEL KVER KDIR MAKEFLAGS MFLAGS MAKEOVERRIDES MAKELEVEL

log=$(mktemp)
trap 'rm -f "$log"' EXIT
rc=0
bats --tap "$@" 2>&1 | tee "$log" || rc=$?
count() { grep -cE "$1" "$log" || true; }
planned=$(sed -nE '1,/^1\.\./s/^1\.\.([0-9]+)$/\1/p' "$log")
skipped=$(count '^ok [0-9]+ .* # skip')
passed=$(($(count '^ok [0-9]+ ') - skipped))
failed=$(count '^not ok [0-9]+ ')
# A test that never reported is one that failed, and so is a crash of bats.
lost=$((${planned:-1} - passed - failed - skipped))
[ "$lost" -le 0 ] || failed=$((failed + lost))
[ "$rc" = 0 ] || [ "$failed" != 0 ] || failed=1
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
