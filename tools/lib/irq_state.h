// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/irqpool.h"
#include "lib/output.h"
#include "lib/transaction.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dom0ctl {

/// dom0's event channels and interrupt descriptors as a whole.
struct IrqPoolState {
    bool patched = false;                                     ///< the kernel has the built-in parts
    std::string first_ceiling;                                ///< "channels" or "descriptors"
    std::vector<std::pair<std::string_view, Amount>> amounts; ///< all others, by attribute
    Stat kinds;
    std::size_t guests = 0; ///< that have event channels, dom0 left aside

    /// Of an attribute that there is.
    const Amount& at(std::string_view attribute) const;
};

/// What a domain has of them, and may have.
struct IrqDomain {
    Guest guest;
    Amount used;
    Amount quota;    ///< "default" where it has none of its own
    Amount in_force; ///< the quota, or that of the pool in place of "default"
    Amount refused;
    Stat kinds;
};

/// Errors: those of IrqPool.
Result<IrqPoolState> read_irq_pool(const IrqPool& pool);

/// Whether the kinds are read, too; many do not need them.
enum class IrqDetail { kinds, numbers };

/// Errors: those of IrqPool.
Result<std::vector<IrqDomain>> read_irq_domains(const IrqPool& pool,
                                                const std::vector<Guest>& guests, Vanished vanished,
                                                IrqDetail detail = IrqDetail::kinds);

/// "vbd=4 vif=2": those that there are; "-" if there is none.
std::string format_kinds(const Stat& kinds);

/// What irq_columns names: "5", "web1", "12", "512 (default)", "0".
std::vector<std::string> irq_row(const IrqDomain& domain);
std::vector<std::string> irq_columns();

Json to_json(const Amount& amount);

/// Everything under the names of the attributes, and "guests".
Json to_json(const IrqPoolState& pool);

/// {"domid", "name", "used", "quota", "quota_in_force", "refused", "kinds"}
Json to_json(const IrqDomain& domain);

} // namespace dom0ctl
