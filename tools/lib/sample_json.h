// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/output.h"
#include "lib/sample.h"

namespace dom0ctl {

/// {"domid", "name", "throttle", "disks", "vifs", "irq"}: all that is counted of a
/// guest, throttle and irq null where their modules do not know it. Numbers have
/// the names that sysfs gives them; wait_p50_ns and wait_p99_ns are made from the
/// histograms.
Json to_json(const GuestSample& guest);

/// Those of the pool, under the names of the attributes; null without any.
Json to_json(const std::optional<CeilingSample>& ceilings);

/// A number, or null for none.
Json to_json(const std::optional<std::uint64_t>& number);

} // namespace dom0ctl
