// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/sample.h"

#include <string>

namespace dom0ctl {

/// The sample in the text format that Prometheus reads, and the textfile collector
/// of its node_exporter. A metric is of guests (xen_guest_...), of disks
/// (xen_disk_..., where the sample has disks), of interfaces (xen_vif_...) or of
/// dom0 as a whole, so that the sum of any is what it says. Seconds and bytes;
/// limits are there where there is one.
std::string to_prometheus(const Sample& sample);

} // namespace dom0ctl
