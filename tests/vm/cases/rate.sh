# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What: ten seconds of writes at 4 MB/s and of reads at 200 I/Os per second, each within 3 % on both sides
# Needs: modules=throttle timeout=180 clock=icount
need_guest measured disks="measured-a:64:memory"
expect_rate measured write_bps 4000000 3 --bs=64k --iodepth=8
expect_rate measured read_iops 200 3 --bs=4k --iodepth=8
