# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# The network front end in user space (see tests/vm/netfront): it sends netback
# what Linux's own front end never sends.

# net_front NAME: runs the script on stdin. What it said is in /run/case/front-NAME.
net_front() { _run_front netfront "$1"; }

# net_outcomes NAME: "TAG OUTCOME" of every frame that it was asked for.
net_outcomes() { sed -n 's/^outcome //p' "/run/case/front-$1" | sort; }
