// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/irqpool.h"

#include "lib/attribute.h"
#include "lib/domains.h"
#include "lib/host.h"
#include "lib/versions.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>

namespace dom0ctl {
namespace {

constexpr std::string_view module_name = "xen-irqpool";
constexpr std::string_view class_path = "class/xen-irqpool";

std::string attribute(const IrqScope& scope, std::string_view name) {
    const std::string folder =
        scope ? domain_device(class_path, *scope) : fmt::format("{}/pool", class_path);
    return fmt::format("{}/{}", folder, name);
}

Error not_loaded() {
    return {ExitCode::not_ready, "the module xen-irqpool is not loaded",
            "run 'modprobe xen-irqpool'"};
}

} // namespace

Error IrqPool::explain(const IrqScope& scope, std::string_view verb,
                       const SysfsError& error) const {
    if (!is_missing(error))
        return cannot(verb, error);
    if (!sysfs_.exists(class_path))
        return not_loaded();
    if (scope)
        return {ExitCode::no_guest,
                fmt::format("{} is not there: domid {} has no event channel with dom0", error.path,
                            *scope),
                "'dom0ctl irq quota get' shows the domains that have one"};
    return {ExitCode::not_ready,
            fmt::format("the loaded xen-irqpool is older than this dom0ctl: {} is not there",
                        error.path),
            "install the one that belongs to it and run 'modprobe -r xen-irqpool; modprobe "
            "xen-irqpool', after which no domain has a quota of its own"};
}

Result<std::vector<Domid>> IrqPool::domains() const {
    return list_domains(sysfs_, class_path);
}

bool IrqPool::has(Domid domid) const {
    return sysfs_.exists(domain_device(class_path, domid));
}

Result<std::string> IrqPool::read(const IrqScope& scope, std::string_view name) const {
    const Result<std::string, SysfsError> text = sysfs_.read(attribute(scope, name));
    if (!text)
        return explain(scope, "read", text.error());
    return *text;
}

Result<std::string> IrqPool::word(const IrqScope& scope, std::string_view name,
                                  std::span<const std::string_view> words) const {
    Result<std::string> text = read(scope, name);
    if (text && std::find(words.begin(), words.end(), *text) == words.end())
        return strange(sysfs_.full_path(attribute(scope, name)), *text, module_name);
    return text;
}

Result<Amount> IrqPool::amount(const IrqScope& scope, std::string_view name,
                               std::span<const std::string_view> words) const {
    const Result<std::string> text = read(scope, name);
    if (!text)
        return text.error();
    const std::optional<Amount> amount = parse_amount(*text, words);
    if (!amount)
        return strange(sysfs_.full_path(attribute(scope, name)), *text, module_name);
    return *amount;
}

Result<Stat> IrqPool::kinds(const IrqScope& scope) const {
    const Result<std::string> text = read(scope, "kinds");
    if (!text)
        return text.error();
    return to_stat(sysfs_.full_path(attribute(scope, "kinds")), *text, module_name);
}

Result<void> IrqPool::set(const IrqScope& scope, const IrqSetting& setting,
                          const Amount& value) const {
    const Result<void, SysfsError> written =
        sysfs_.write(attribute(scope, setting.name), to_string(value));
    if (written)
        return {};
    if (std::optional<Error> refused = irq_refusal(setting, value, written.error()))
        return *refused;
    return explain(scope, "write", written.error());
}

std::optional<Error> irq_refusal(const IrqSetting& setting, const Amount& value,
                                 const SysfsError& error) {
    const bool is_ceiling = setting.name == "descriptors_ceiling";
    switch (error.err) {
    case EINVAL:
        return Error{ExitCode::failed,
                     fmt::format("xen-irqpool refuses to have {} in {}: {}", to_string(value),
                                 error.path, errno_text(error.err)),
                     is_ceiling
                         ? "choose a number from the highest descriptor in use up to 262144, or to "
                           "the kernel's own number, if that is more"
                         : belonging(module_name)};
    case EOPNOTSUPP:
        return Error{ExitCode::failed,
                     fmt::format("this kernel cannot have another {}", setting.name),
                     is_ceiling ? "a patched 6.1 kernel can, and 6.12 has no ceiling"
                                : "'dom0ctl irq status' tells whether it is patched"};
    default:
        return std::nullopt;
    }
}

Result<void> require_irqpool(const Sysfs& sysfs) {
    if (sysfs.exists(class_path))
        return require_fit(sysfs, "xen_irqpool");
    if (!xen_version(sysfs))
        return Error{ExitCode::not_ready, "this system does not run on Xen",
                     "run dom0ctl in dom0, whose event channels are to be shared out"};
    return not_loaded();
}

} // namespace dom0ctl
