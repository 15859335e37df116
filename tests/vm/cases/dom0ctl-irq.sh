# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What: dom0ctl irq against the real thing: what it shows is what the module says, quotas and settings of the pool, errors
# Needs: modules=irqpool timeout=150 tool
need_guest g1 vcpus=2 disks="g1-a:64 g1-b:64"
domid=$(domid g1)
wait_until 40 "$irqpool_class to have g1" test -d "$irqpool_class/dom$domid"

step "status and top"
dom0ctl irq status >/run/case/status
grep -q "^kernel  *$kernel_word" /run/case/status || fail "irq status says of the kernel: $(head -n 1 /run/case/status)"
grep -Eq "^event channels  *[0-9]+ of 131071 " /run/case/status || fail "irq status does not name the channels' ceiling"
[ "$(dom0ctl irq status --json | jq -r '.channels_ceiling, .default_quota' | tr '\n' ' ')" = "131071 512 " ] ||
	fail "irq status --json: $(dom0ctl irq status --json | tr -d '\n' | cut -c 1-200)"
[ "$(dom0ctl irq top | awk '$2 == "g1" { print $1, $3 }')" = "$domid $(channels "$domid" used)" ] ||
	fail "irq top shows of g1: $(dom0ctl irq top | grep g1)"

step "quotas"
dom0ctl irq quota set g1 77
[ "$(channels "$domid" quota)" = 77 ] || fail "g1's quota is $(channels "$domid" quota), not 77"
dom0ctl irq quota set --all 88
[ "$(channels "$domid" quota) $(channels 0 quota)" = "88 max" ] || fail "--all made $(channels "$domid" quota) of g1's quota, $(channels 0 quota) of dom0's"
grep -q "88" <(dom0ctl irq quota get g1) || fail "irq quota get says $(dom0ctl irq quota get g1)"
dom0ctl irq quota set g1 default
dom0ctl irq quota set --default 300
[ "$(channels "$domid" quota) $(pool default_quota)" = "default 300" ] || fail "the default is $(pool default_quota)"
dom0ctl irq pool set default_quota=512 reserve_max=2048
[ "$(pool default_quota) $(pool reserve_max)" = "512 2048" ] || fail "the pool has $(pool default_quota) and $(pool reserve_max)"
dom0ctl irq pool set reserve_max=1024

step "errors"
refuses nobody dom0ctl irq quota set nobody 5
refuses 5K dom0ctl irq quota set g1 5K
# Too low where it can be moved at all.
refuses descriptors_ceiling dom0ctl irq pool set descriptors_ceiling=1
[ "$(channels "$domid" quota)" = default ] || fail "an error changed g1's quota to $(channels "$domid" quota)"
irqpool_unload
refuses xen-irqpool dom0ctl irq status
irqpool_load
