# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What: ten seconds of writes at 4 MB/s and of reads at 200 I/Os per second, each within 3 % on both sides
# Needs: modules=throttle timeout=180 clock=icount
need_guest g1 disks="g1-a:64 g1-b:64"
expect_rate g1 write_bps 4000000 3 --bs=64k --iodepth=8
expect_rate g1 read_iops 200 3 --bs=4k --iodepth=8
