# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What: complete fills in every checksum on the fly, for dom0, guests and packet tools on the vifs, and leaves segmentation offload alone
# Needs: modules=csum timeout=600 programs
need_net_guests
csum_all complete pass
csum_matrix pass
csum_counted completed
