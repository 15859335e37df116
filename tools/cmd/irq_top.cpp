// SPDX-License-Identifier: GPL-2.0-or-later
#include "cmd/irq.h"

#include "lib/irq_state.h"
#include "lib/number.h"

#include <fmt/format.h>

#include <algorithm>

namespace dom0ctl {

Result<Output> irq_top(World& world, const std::string& count) {
    const auto most = parse_number<std::size_t>(count);
    if (!most)
        return Error{ExitCode::usage, fmt::format("'{}' is not a number of guests", count),
                     "give one such as 10, or 0 for all"};
    if (const Result<void> ready = require_irqpool(world.sysfs); !ready)
        return ready.error();
    const IrqPool pool(world.sysfs);
    const Result<std::vector<Domid>> domids = pool.domains();
    if (!domids)
        return domids.error();
    std::vector<Guest> guests;
    for (const Domid domid : *domids)
        guests.push_back({domid, ""});
    Result<std::vector<IrqDomain>> domains = read_irq_domains(pool, guests, Vanished::is_skipped);
    if (!domains)
        return domains.error();

    // Of guests with as many, the oldest comes first.
    std::stable_sort(domains->begin(), domains->end(), [](const IrqDomain& a, const IrqDomain& b) {
        return a.used.number > b.used.number;
    });
    if (*most != 0 && *most < domains->size())
        domains->resize(*most);

    std::vector<std::vector<std::string>> rows{irq_columns()};
    rows.front().emplace_back("KINDS");
    Json list = Json::array();
    for (IrqDomain& domain : *domains) {
        // Asked only now: most of them are not shown.
        domain.guest.name = world.names.name_of(domain.guest.domid).value_or("");
        std::vector<std::string> row = irq_row(domain);
        row.push_back(format_kinds(domain.kinds));
        rows.push_back(std::move(row));
        list.push_back(to_json(domain));
    }
    return Output{format_wrapped_table(rows), {{"domains", std::move(list)}}};
}

} // namespace dom0ctl
