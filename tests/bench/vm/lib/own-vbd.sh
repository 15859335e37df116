# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# dom0 as its own front end: one vbd on a disk in memory, without a guest's fio
# between a completion and who looks at the clock.

# own_vbd: sets own_device; needs io-max.sh, which it makes ready.
own_vbd() {
	local backing
	backing=$(disk bench-own 32 memory)
	self_attach 0 "$(basename "$backing")"
	at_end self_detach_all
	wait_until 60 "dom0's own vbd to connect" self_connected 0
	own_device=$(self_device 0)
	io_max_ready 0.self "$backing"
}
