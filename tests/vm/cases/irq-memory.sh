# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What: there is no memory where event channels are bound: without the reserve disks and guests are refused, and nothing is left behind; with it both come
# Needs: modules=irqpool timeout=400 flavours=custom,debug
[ "$(pool kernel)" = patched ] || fail "the kernel is $(pool kernel)"
need_guests "g1" "g2"
work_begin g1
unhandled=$(ports_without_interrupt)
# An action of an interrupt is beyond the reserve: what asks for it is spared.
faults_at 'bind_(interdomain_)?evtchn_to_irqhandler(_lateeoi)?' request_threaded_irq
at_end faults_off

step "control: without the reserve"
irqpool_unload
faults_on 100
refused_disk g2 xvdb
info without "$(</run/case/refused)"
guest_refused g3
faults_off
[ "$(ports_without_interrupt)" = "$unhandled" ] || fail "$(ports_without_interrupt) ports without an interrupt, not $unhandled: some are left behind"
wanted_disk g2 xvdb

step "with the reserve"
irqpool_load
wait_until 10 "the reserve to be full" eval '[ "$(pool reserve)" -ge "$(pool reserve_low)" ]'
served=$(pool served) failed=$(pool failed)
faults_on 100
wanted_disk g2 xvdc
guest_comes g3
faults_off
info with "$(($(pool served) - served)) binds were served from the reserve of $(pool reserve), $(($(pool failed) - failed)) failed"
[ "$(pool failed)" = "$failed" ] || fail "$(($(pool failed) - failed)) binds failed"
[ $(($(pool served) - served)) -ge 3 ] || fail "only $(($(pool served) - served)) binds were served from the reserve"
expect_same_counts
work_end
