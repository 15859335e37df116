# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What: nooffload: the vif offers no offload, what comes blank or large all the same is mended, and off gives back what was there
# Needs: modules=csum timeout=600 programs long
need_net_guests
vif=$(vif_of g1)
features() { ethtool -k "$vif" | awk -F: '/^(tx-checksum-ip|tx-tcp|scatter)/ { sub(/ \[.*/, ""); print }' | grep -v ': off' | sort; }
before=$(features)
[ -n "$before" ] || fail "$vif offers nothing to begin with"
csum_all nooffload
if features | grep -E 'tx-(checksum|tcp)'; then fail "$vif still offers: $(features | tr '\n' ' ')"; fi
csum_matrix
csum_all off
[ "$(features)" = "$before" ] || fail "after off, $vif offers '$(features)' instead of '$before'"
