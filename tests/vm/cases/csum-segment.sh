# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What: complete with gso=segment: no packet on vifs, bridge or in guests is blank, nor longer than the MTU
# Needs: modules=csum timeout=600 programs long
need_net_guests
csum_all complete segment
csum_matrix
csum_counted completed
csum_counted segmented
