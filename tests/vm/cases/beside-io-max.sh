# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What: the same writes under cgroup v2 io.max on the blkback kthreads, and under the throttle; both figures
# Needs: modules=throttle timeout=180 clock=icount long
limit=4000000
need_guest measured disks="measured-a:64:memory"
domid=$(domid measured)
fio_arguments=(--bs=64k --iodepth=8)

step "io.max of $limit on the kthreads of blkback"
group=/sys/fs/cgroup/rival
echo +io >/sys/fs/cgroup/cgroup.subtree_control
mkdir -p $group
at_end rmdir $group
at_end 'for pid in $(cat /sys/fs/cgroup/rival/cgroup.procs); do echo $pid >/sys/fs/cgroup/cgroup.procs; done'
number=$(<"/sys/block/$(basename "$(disk measured-a 64 memory)")/dev")
echo "$number wbps=$limit" >$group/io.max
for pid in $(ps -eo pid=,comm= | awk -v d="$domid.xvda" 'index($2, d) == 1 { print $1 }'); do
	echo "$pid" >$group/cgroup.procs
done
[ -n "$(<$group/cgroup.procs)" ] || fail "no kthread of blkback could be put into the cgroup"
measure_rate measured write_bps "${fio_arguments[@]}"
info io_max "$rate_guest ($(off "$rate_guest" $limit))"
for pid in $(<$group/cgroup.procs); do echo "$pid" >/sys/fs/cgroup/cgroup.procs; done

expect_rate measured write_bps $limit 3 "${fio_arguments[@]}"
