// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/csum.h"

#include "lib/attribute.h"
#include "lib/host.h"
#include "lib/versions.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>

namespace dom0ctl {
namespace {

constexpr std::string_view module_path = "module/xen_csumfix";
constexpr std::string_view module_name = "xen-csumfix";

std::string folder(const std::string& vif) {
    return fmt::format("class/net/{}/csumfix", vif);
}

std::string attribute(const CsumScope& scope, std::string_view name) {
    return scope ? fmt::format("{}/{}", folder(*scope), name)
                 : fmt::format("{}/parameters/default_{}", module_path, name);
}

Error not_loaded() {
    return {ExitCode::not_ready, "the module xen-csumfix is not loaded",
            "run 'modprobe xen-csumfix'"};
}

bool is_one_of(std::span<const std::string_view> words, std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

} // namespace

bool Csum::covers(const std::string& vif) const {
    return sysfs_.exists(folder(vif));
}

Error Csum::explain(const CsumScope& scope, const char* verb, const SysfsError& error) const {
    if (!is_missing(error))
        return cannot(verb, error);
    if (!sysfs_.exists(module_path))
        return not_loaded();
    if (!scope || covers(*scope))
        return {ExitCode::not_ready,
                fmt::format("the loaded xen-csumfix is older than this dom0ctl: {} is not there",
                            error.path),
                "install the one that belongs to it and run 'modprobe -r xen-csumfix; modprobe "
                "xen-csumfix', after which all interfaces have the default settings"};
    return {ExitCode::no_guest,
            fmt::format("{} went away: it was removed, renamed or moved to another network "
                        "namespace",
                        *scope),
            "'dom0ctl csum list' shows the interfaces that are there"};
}

// The word of the key, and with the mode of an interface, the hook behind it.
Result<CsumSettings> Csum::read(const CsumScope& scope, const CsumKey& key) const {
    const std::string path = attribute(scope, key.name);
    const Result<std::string, SysfsError> text = sysfs_.read(path);
    if (!text)
        return explain(scope, "read", text.error());
    CsumSettings value{{*text}, ""};
    const std::size_t space = text->find(' ');
    if (scope && &key == &csum_keys.front() && space != std::string::npos) {
        value = {{text->substr(0, space)}, text->substr(space + 1)};
        if (!is_one_of(csum_hooks, value.hook))
            return strange(sysfs_.full_path(path), *text, module_name);
    }
    if (!is_one_of(key.words, value.words.front()))
        return strange(sysfs_.full_path(path), *text, module_name);
    return value;
}

Result<std::string> Csum::get(const CsumScope& scope, const CsumKey& key) const {
    const Result<CsumSettings> value = read(scope, key);
    if (!value)
        return value.error();
    return value->words.front();
}

Result<CsumSettings> Csum::settings(const CsumScope& scope) const {
    CsumSettings settings;
    for (std::size_t i = 0; i < csum_key_count; ++i) {
        const Result<CsumSettings> value = read(scope, csum_keys.at(i));
        if (!value)
            return value.error();
        settings.words.at(i) = value->words.front();
        settings.hook += value->hook;
    }
    return settings;
}

Result<void> Csum::set(const CsumScope& scope, const CsumKey& key, const std::string& word) const {
    const Result<void, SysfsError> written = sysfs_.write(attribute(scope, key.name), word);
    if (written)
        return {};
    const SysfsError& error = written.error();
    if (error.err == EINVAL)
        return Error{ExitCode::failed,
                     fmt::format("xen-csumfix refuses to have '{}' in {}", word, error.path),
                     belonging(module_name)};
    return explain(scope, "write", error);
}

Result<Stat> Csum::stat(const std::string& vif) const {
    const std::string path = attribute(vif, "stat");
    const Result<std::string, SysfsError> text = sysfs_.read(path);
    if (!text)
        return explain(vif, "read", text.error());
    return to_stat(sysfs_.full_path(path), *text, module_name);
}

Result<void> require_csumfix(const Sysfs& sysfs) {
    if (sysfs.exists(module_path))
        return require_fit(sysfs, "xen_csumfix");
    if (!xen_version(sysfs))
        return Error{ExitCode::not_ready, "this system does not run on Xen",
                     "run dom0ctl in the domain whose network interfaces are to be set"};
    return not_loaded();
}

} // namespace dom0ctl
