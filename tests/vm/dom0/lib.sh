# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# What a case may use. Everything below fails the case by itself when something
# goes wrong; a case checks only what it is about.

here=/project/dom0
# shellcheck source=tests/vm/dom0/lib/verdict.sh
. $here/lib/verdict.sh
# shellcheck source=tests/vm/dom0/lib/modules.sh
. $here/lib/modules.sh
# shellcheck source=tests/vm/dom0/lib/disks.sh
. $here/lib/disks.sh
# shellcheck source=tests/vm/dom0/lib/guests.sh
. $here/lib/guests.sh
# shellcheck source=tests/vm/dom0/lib/limits.sh
. $here/lib/limits.sh
# shellcheck source=tests/vm/dom0/lib/errors.sh
. $here/lib/errors.sh
# shellcheck source=tests/vm/dom0/lib/fio.sh
. $here/lib/fio.sh
# shellcheck source=tests/vm/dom0/lib/self.sh
. $here/lib/self.sh
# shellcheck source=tests/vm/dom0/lib/self-vif.sh
. $here/lib/self-vif.sh
# shellcheck source=tests/vm/dom0/lib/leaks.sh
. $here/lib/leaks.sh
# shellcheck source=tests/vm/dom0/lib/front.sh
. $here/lib/front.sh
# shellcheck source=tests/vm/dom0/lib/netfront.sh
. $here/lib/netfront.sh
# shellcheck source=tests/vm/dom0/lib/device.sh
. $here/lib/device.sh
# shellcheck source=tests/vm/dom0/lib/tracers.sh
. $here/lib/tracers.sh
# shellcheck source=tests/vm/dom0/lib/faults.sh
. $here/lib/faults.sh
# shellcheck source=tests/vm/dom0/lib/rate.sh
. $here/lib/rate.sh
# shellcheck source=tests/vm/dom0/lib/moving.sh
. $here/lib/moving.sh
# shellcheck source=tests/vm/dom0/lib/negotiated.sh
. $here/lib/negotiated.sh
# shellcheck source=tests/vm/dom0/lib/reconnect.sh
. $here/lib/reconnect.sh
# shellcheck source=tests/vm/dom0/lib/network.sh
. $here/lib/network.sh
# shellcheck source=tests/vm/dom0/lib/capture.sh
. $here/lib/capture.sh
# shellcheck source=tests/vm/dom0/lib/csum.sh
. $here/lib/csum.sh
# shellcheck source=tests/vm/dom0/lib/irqpool.sh
. $here/lib/irqpool.sh
# shellcheck source=tests/vm/dom0/lib/full.sh
. $here/lib/full.sh
