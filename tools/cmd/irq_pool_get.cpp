// SPDX-License-Identifier: GPL-2.0-or-later
#include "cmd/irq.h"

#include "lib/irq_state.h"

namespace dom0ctl {

Result<Output> irq_pool_get(World& world) {
    if (const Result<void> ready = require_irqpool(world.sysfs); !ready)
        return ready.error();
    const IrqPool pool(world.sysfs);
    std::vector<std::vector<std::string>> rows;
    Json json = Json::object();
    for (const IrqSetting& setting : irq_pool_settings) {
        const Result<Amount> value = pool.amount({}, setting.name, setting.shows);
        if (!value)
            return value.error();
        rows.push_back({std::string(setting.name), to_string(*value)});
        json[std::string(setting.name)] = to_json(*value);
    }
    return Output{format_table(rows), std::move(json)};
}

} // namespace dom0ctl
