// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/guests.h"
#include "lib/irq_settings.h"
#include "lib/stat.h"
#include "lib/sysfs.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dom0ctl {

/// What an attribute is of: a domain, or, without one, the pool as a whole.
using IrqScope = std::optional<Domid>;

/// What xen-irqpool shows in sysfs: a device for dom0 as a whole, and one for
/// each domain that has event channels with dom0.
///
/// Errors of all members: no_guest when the device of the domain is not there (it
/// goes with its last channel, so between two calls too), not_ready (the module
/// is gone, or too old), no_permission, failed.
class IrqPool {
  public:
    explicit IrqPool(const Sysfs& sysfs) : sysfs_(sysfs) {}

    /// The domains that have a device, ascending; dom0 is one of them.
    Result<std::vector<Domid>> domains() const;
    bool has(Domid domid) const;

    /// One of these words.
    Result<std::string> word(const IrqScope& scope, std::string_view name,
                             std::span<const std::string_view> words) const;
    /// A number, or one of these words.
    Result<Amount> amount(const IrqScope& scope, std::string_view name,
                          std::span<const std::string_view> words) const;
    /// How many channels of each kind, in the kernel's order; a kind that this
    /// version of dom0ctl does not know is one like the others.
    Result<Stat> kinds(const IrqScope& scope) const;

    Result<void> set(const IrqScope& scope, const IrqSetting& setting, const Amount& value) const;

  private:
    Result<std::string> read(const IrqScope& scope, std::string_view name) const;
    Error explain(const IrqScope& scope, std::string_view verb, const SysfsError& error) const;

    const Sysfs& sysfs_;
};

/// What it means that the kernel does not take this value; nothing if the reason
/// is not the value.
std::optional<Error> irq_refusal(const IrqSetting& setting, const Amount& value,
                                 const SysfsError& error);

/// Success when xen-irqpool is loaded; else not_ready, saying what to do.
Result<void> require_irqpool(const Sysfs& sysfs);

} // namespace dom0ctl
