// SPDX-License-Identifier: GPL-2.0-or-later
#include "cmd/irq.h"

#include "lib/irq_state.h"
#include "lib/irq_target.h"

namespace dom0ctl {
namespace {

Result<Output> get_default(World& world) {
    if (const Result<void> ready = require_irqpool(world.sysfs); !ready)
        return ready.error();
    const IrqSetting& setting = irq_pool_setting("default_quota");
    const Result<Amount> quota = IrqPool(world.sysfs).amount({}, setting.name, setting.shows);
    if (!quota)
        return quota.error();
    return Output{format_table({{std::string(setting.name), to_string(*quota)}}),
                  {{setting.name, to_json(*quota)}}};
}

} // namespace

Result<Output> irq_quota_get(World& world, const IrqWhose& whose) {
    if (whose.defaults)
        return get_default(world);
    const bool all = whose.guests.empty();
    const Result<std::vector<Guest>> guests =
        all ? all_irq_domains(world) : named_irq_guests(world, whose.guests);
    if (!guests)
        return guests.error();
    const Result<std::vector<IrqDomain>> domains =
        read_irq_domains(IrqPool(world.sysfs), *guests,
                         all || whose.any_number() ? Vanished::is_skipped : Vanished::is_an_error);
    if (!domains)
        return domains.error();

    std::vector<std::vector<std::string>> rows{irq_columns()};
    Json list = Json::array();
    for (const IrqDomain& domain : *domains) {
        rows.push_back(irq_row(domain));
        list.push_back(to_json(domain));
    }
    return Output{format_table(rows), {{"domains", std::move(list)}}};
}

} // namespace dom0ctl
