# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What: a setting of the pool refuses everything that is no plain number nor a word it knows, and keeps its value; numbers cannot be written
# Needs: modules=irqpool timeout=120
garbage=(-1 +5 ' ' 4k 1.5 0x10 1e6 MAX maximum 'max max' '5 5' nan inf unlimited none
	4294967294 4294967295 4294967296 99999999999999999999999 12a $'\t' '"5"')
for setting in reserve_min reserve_max toolstack_share default_quota; do
	before=$(pool $setting)
	for value in 0 1 77 4294967293; do
		pool $setting $value
		[ "$(pool $setting)" = $value ] || fail "$setting reads $(pool $setting) after $value"
	done
	for bad in "${garbage[@]}" default; do refuses_value $irqpool_class/pool/$setting "$bad"; done
	[ $setting = default_quota ] || refuses_value $irqpool_class/pool/$setting max
	pool $setting "$before"
done
pool default_quota max
[ "$(pool default_quota)" = max ] || fail "default_quota reads $(pool default_quota)"
pool default_quota 512

[ "$(channels 0 quota)" = max ] || fail "dom0's quota reads $(channels 0 quota)"
for value in 5 default max; do
	channels 0 quota $value
	[ "$(channels 0 quota)" = $value ] || fail "the quota reads $(channels 0 quota) after $value"
	for bad in "${garbage[@]}"; do refuses_value $irqpool_class/dom0/quota "$bad"; done
done
printf 7 >$irqpool_class/dom0/quota
[ "$(channels 0 quota)" = 7 ] || fail "7 without a newline reads $(channels 0 quota)"
channels 0 quota max

step "what cannot be set"
# 6.12 has no ceiling of descriptors that could be moved.
wrong=20000 why="not supported"
[[ "$kernel_word $(uname -r)" != "patched 6.1."* ]] || wrong=1 why="Invalid argument"
if echo $wrong 2>/run/case/refused >$irqpool_class/pool/descriptors_ceiling; then fail "took a ceiling of $wrong"; fi
grep -q "$why" /run/case/refused || fail "the ceiling was refused with: $(</run/case/refused)"
for name in kernel channels_used channels_ceiling descriptors_used reserve reserve_low reserve_high refused reclaimed growths \
	served missed failed first_ceiling guests_fit kinds; do
	if echo 1 2>/dev/null >$irqpool_class/pool/$name; then fail "$name can be written"; fi
	[ -n "$(pool $name)" ] || fail "$name is empty"
done
for name in used refused kinds; do
	if echo 1 2>/dev/null >$irqpool_class/dom0/$name; then fail "dom0's $name can be written"; fi
done

step "the device"
[ "$(stat -c '%a %U' /dev/xen/irqpool)" = "600 root" ] || fail "/dev/xen/irqpool is $(stat -c '%a %U' /dev/xen/irqpool)"
# Nobody writes to it, and nobody has to unload it while it is read.
if (echo 1 >/dev/xen/irqpool) 2>/dev/null; then fail "/dev/xen/irqpool can be written"; fi
exec 9</dev/xen/irqpool
if rmmod xen_irqpool 2>/dev/null; then fail "the module goes while its device is open"; fi
exec 9<&-
irqpool_unload
irqpool_load
