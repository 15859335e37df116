# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What: random reads of 4 KiB without a limit: stock blkback, patched, patched with the throttle loaded
# Needs: modules=stock timeout=400 clock=icount
. /project/cases/lib/figures.sh
seconds=4
! quick || seconds=1.5

# Everything on one processor: where Xen happens to put a guest makes a
# difference of several per cent, ten times what is looked for here.
xl vcpu-pin Domain-0 all 0
at_end xl vcpu-pin Domain-0 all all
new_guest() {
	need_guest measured disks="measured-a:64:memory"
	xl vcpu-pin measured all 0
}

# busy NAME: what a guest reaches that asks for all it can get, at depth 32 and
# at depth 1. The same requests in the same order each time.
busy() {
	local file depth
	file=$(statistics "$(domid $1)" rd_req)
	for depth in 32 1; do
		load_start $1 rd_req 1 --rw=randread --bs=4k --iodepth=$depth
		sleep 0.5
		rate_of $seconds $file
		echo
		load_stop
	done
}

step "stock blkback"
new_guest
mapfile -t stock < <(busy measured)
step "patched blkback"
patched_blkback
new_guest
mapfile -t patched < <(busy measured)
step "patched blkback and the throttle"
throttle_load
is_throttled || fail "the throttle is not in the way of blkback"
mapfile -t throttled < <(busy measured)

# On this clock 2 ns pass with each instruction, and with a request always
# under way the machine is never idle. At depth 1 each goes the same way; at
# depth 32 they meet others, and how many of them is a matter of chance.
instructions() { calculate "0.5e9 / $1"; }
more() { calculate "0.5e9 / $1 - 0.5e9 / ${stock[1]}"; }

name="stock xen-blkback"
what="random reads of 4 KiB per second, depth"
figure "$what 32: patched, throttle loaded, no limit" "${throttled[0]}" "${stock[0]}" "$name" "ratio >= 0.99"
figure "$what 32: patched, no throttle" "${patched[0]}" "${stock[0]}" "$name" "ratio >= 0.99"
figure "$what 1: patched, throttle loaded, no limit" "${throttled[1]}" "${stock[1]}" "$name" "ratio >= 0.99"
what="for one such read, depth 1"
figure "instructions of the whole machine $what, throttle loaded" \
	"$(instructions ${throttled[1]})" "$(instructions ${stock[1]})" "$name" none
figure "instructions more than stock $what, throttle loaded" "$(more ${throttled[1]})" null "none: a difference" none
figure "instructions more than stock $what, no throttle" "$(more ${patched[1]})" null "none: a difference" none
