# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What: binding and unbinding event channels with 100 to 60,000 of them there and with memory short, and what counting them takes
# Needs: modules=irqpool timeout=1500 testmodules flavours=custom clock=icount
. /project/cases/lib/figures.sh
fills=(100 1000 10000 60000) rounds=200
! quick || fills=(100 1000) rounds=50
cost=/sys/module/bind_cost/parameters
[ "$(pool kernel)" = patched ] || fail "the kernel is $(pool kernel)"
[ "$(pool descriptors_ceiling)" = max ] || pool descriptors_ceiling 70000
destroy_all_guests
insmod /project/test-modules/bind-cost.ko
at_end rmmod bind_cost

# measure: several times, with time between them, as devices come. median 1, 2, 3
# is then of opening, binding and unbinding, in ns.
measure() {
	local i
	: >/run/case/measured
	for ((i = 0; i < 5; i++)); do
		sleep 0.5
		echo $((rounds / 5)) >$cost/rounds
		echo "$(<$cost/open_ns) $(<$cost/bind_ns) $(<$cost/unbind_ns)" >>/run/case/measured
	done
}
median() { awk -v n="$1" '{ print $n }' /run/case/measured | sort -n | sed -n 3p; }

# What a look at all channels takes: whoever reads gets one of now.
count_cost() {
	local begin best=999999999 took number i
	for ((i = 0; i < 5; i++)); do
		# Beside the one that the module takes by itself.
		sleep 1.3
		begin=${EPOCHREALTIME/./}
		read -r number <$irqpool_class/pool/channels_used
		took=$((${EPOCHREALTIME/./} - begin))
		# A look of a moment before serves as well.
		[ $took -lt 500 ] || [ $took -ge $best ] || best=$took
	done
	[ $best != 999999999 ] || fail "no reading took a look"
	begin=${EPOCHREALTIME/./}
	lsevtchn 0 >/run/case/lsevtchn
	took=$((${EPOCHREALTIME/./} - begin))
	figure "a look at all of $number channels, ms" "$(calculate "$best / 1000")" "$(calculate "$took / 1000")" lsevtchn "ratio <= 1"
}

declare -a bind unbind open rival_bind rival_unbind
for fill in "${fills[@]}"; do
	step "binding with $fill channels"
	echo 0 >$cost/held
	echo $((fill - $(ports_by_xen))) >$cost/held
	irqpool_unload
	measure
	rival_bind[fill]=$(median 2) rival_unbind[fill]=$(median 3)
	irqpool_load
	wait_until 100 "the reserve to be full" eval '[ "$(pool reserve)" -ge "$(pool reserve_low)" ]'
	measure
	bind[fill]=$(median 2) unbind[fill]=$(median 3) open[fill]=$(median 1)
	figure "bind with $fill channels, us" "$(calculate "${bind[fill]} / 1000")" "$(calculate "${rival_bind[fill]} / 1000")" "no pool" "ratio <= 1"
	figure "unbind with $fill channels, us" "$(calculate "${unbind[fill]} / 1000")" "$(calculate "${rival_unbind[fill]} / 1000")" "no pool" "ratio <= 1.05"
	figure "Xen gives a port with $fill channels, us" "$(calculate "${open[fill]} / 1000")" null "not ours" none
	if [ "$fill" = 10000 ] || quick; then
		step "counting $fill channels"
		count_cost
	fi
done
for fill in "${fills[@]:1}"; do
	figure "bind with $fill channels against ${fills[0]}, us" "$(calculate "${bind[fill]} / 1000")" \
		"$(calculate "${bind[fills[0]]} / 1000")" "ours with ${fills[0]}" "ratio <= 1.2"
	figure "unbind with $fill channels against ${fills[0]}, us" "$(calculate "${unbind[fill]} / 1000")" \
		"$(calculate "${unbind[fills[0]]} / 1000")" "ours with ${fills[0]}" "ratio <= 1.2"
done

step "binding with memory short"
echo 0 >$cost/held
faults_at 'bind_(interdomain_)?evtchn_to_irqhandler(_lateeoi)?' request_threaded_irq
at_end faults_off
faults_on 10
echo 200 >$cost/rounds
failed=$(<$cost/failed)
irqpool_unload
echo 200 >$cost/rounds
faults_off
figure "binds of 200 that fail, one allocation in ten failing" "$failed" "$(<$cost/failed)" "no pool" "ours <= 0"
irqpool_load
