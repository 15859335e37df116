# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What: verify completes as complete does, and finds nothing wrong with what honest guests compute
# Needs: modules=csum timeout=600 programs long
need_net_guests
csum_all verify pass drop
csum_matrix pass
csum_counted completed
for vif in "$(vif_of g1)" "$(vif_of g2)"; do
	for name in {rx,tx}_{bad_tcp,bad_udp,repaired,dropped}; do
		[ "$(csum_stat "$vif" $name)" = 0 ] || fail "$vif counts $(csum_stat "$vif" $name) $name of good packets"
	done
done
