# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What: how long a changed limit takes to be in force while requests wait, the worst of many changes
# Needs: modules=throttle timeout=300 clock=icount
. /project/cases/lib/figures.sh
. /project/cases/lib/io-max.sh
. /project/cases/lib/own-vbd.sh
low=200000
high=10000000
rounds=20
! quick || rounds=5
own_vbd

step "the throttle between $low and $high bytes per second"
read -r rises falls <<<"$($programs/change $own_device $throttle_class/dom0/write_bps $low $low $high $high $rounds)"
set_limit 0 write_bps max
step "io.max between $low and $high bytes per second"
number=${io_max_numbers[0]}
read -r rival_rises rival_falls <<<"$($programs/change $own_device $rival_group/io.max \
	$low "$number wbps=$low" $high "$number wbps=$high" $rounds)"
io_max_set wbps max
ms() { calculate "$1 / 1e6"; }
figure "write_bps $low to $high with 32 writes waiting: in force after, ms, worst of $rounds" \
	"$(ms $rises)" "$(ms $rival_rises)" io.max "ours < 2"
figure "write_bps $high to $low with 32 writes waiting: in force after, ms, worst of $rounds" \
	"$(ms $falls)" "$(ms $rival_falls)" io.max "ours < 2"
