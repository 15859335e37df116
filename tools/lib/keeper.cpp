// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/keeper.h"

#include "lib/lock.h"
#include "lib/policy_files.h"
#include "lib/uuid.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <utility>

namespace dom0ctl {
namespace {

constexpr const char* own_file = "90-dom0ctl.toml";
constexpr std::string_view uuid_prefix = "uuid:";

bool is_utf8(const std::string& text) {
    try {
        const std::string ignored = Json(text).dump();
        return true;
    } catch (const Json::exception&) {
        return false;
    }
}

const std::string* text_of(const Policy& policy, const std::string& path) {
    const auto found = std::find_if(policy.files.begin(), policy.files.end(),
                                    [&path](const PolicyFile& file) { return file.path == path; });
    return found == policy.files.end() ? nullptr : &found->text;
}

} // namespace

Keeper::Keeper(Fd lock, std::string folder, Policy policy)
    : lock_(std::move(lock)), folder_(std::move(folder)), before_(policy),
      policy_(std::move(policy)) {}

Result<Keeper> Keeper::open(World& world) {
    Result<Fd> lock = take_lock(world.lock);
    if (!lock)
        return lock.error();
    Result<Policy> policy = without_mistakes(read_policy_folder(world.limits_folder));
    if (!policy)
        return policy.error();
    return Keeper(*std::move(lock), world.limits_folder, *std::move(policy));
}

Result<void> Keeper::fulfil(const Wish& wish) {
    return dom0ctl::fulfil(policy_, (std::filesystem::path(folder_) / own_file).native(), wish);
}

Result<void> Keeper::clear(Wish wish) {
    for (std::size_t key = 0; key < key_count(wish.area); ++key) {
        const bool is_set =
            std::any_of(policy_.entries.begin(), policy_.entries.end(), [&](const auto& entry) {
                return concerns(entry, wish) &&
                       std::any_of(
                           entry.settings.begin(), entry.settings.end(),
                           [key](const PolicySetting& setting) { return setting.key == key; });
            });
        if (is_set)
            wish.settings.emplace_back(key, Value::unset());
    }
    return wish.settings.empty() ? Result<void>() : fulfil(wish);
}

Result<void> Keeper::prepare() {
    for (const PolicyFile& file : policy_.files) {
        const std::string* const was = text_of(before_, file.path);
        if (was != nullptr ? *was == file.text : file.text.empty())
            continue;
        std::error_code ignored; // the next step tells
        std::filesystem::create_directories(folder_, ignored);
        Result<FileReplacement> replacement =
            FileReplacement::prepare(file.path, was != nullptr ? *was : "", file.text);
        if (!replacement)
            return replacement.error();
        replacements_.push_back(*std::move(replacement));
        paths_.push_back(file.path);
    }
    return {};
}

Result<std::vector<std::string>> Keeper::commit() {
    for (FileReplacement& replacement : replacements_) {
        if (const Result<void> done = replacement.commit(); !done) {
            Error error = done.error();
            error.what += "; the settings are in force now, and will not last";
            return error;
        }
    }
    return paths_;
}

Result<Wish> wish_for(World& world, Area area, const Guest& guest,
                      const std::vector<std::string>& specs) {
    Wish wish;
    wish.area = area;
    wish.name = lasting_name(guest.name);
    wish.uuid = world.names.uuid_of(guest.domid).value_or("");
    wish.by_uuid = !wish.uuid.empty() &&
                   std::any_of(specs.begin(), specs.end(), [&wish](std::string_view spec) {
                       if (spec.starts_with(uuid_prefix))
                           spec.remove_prefix(uuid_prefix.size());
                       return parse_uuid(spec) == wish.uuid;
                   });
    if (!wish.by_uuid && (wish.name.empty() || !is_utf8(wish.name)))
        return Error{ExitCode::usage,
                     fmt::format("{} has no name that could be in a file", label(guest)),
                     wish.uuid.empty() ? "give the guest one: 'xl rename'"
                                       : fmt::format("write uuid:{} for it", wish.uuid)};
    return wish;
}

Result<Wish> limit_wish(World& world, const Target& target, const std::string& spec) {
    Result<Wish> wish = wish_for(world, Area::limit, target.guest, {spec});
    if (wish && target.disk)
        wish->parts = {disk_name(*target.disk), fmt::format("{}", *target.disk)};
    return wish;
}

Result<Output> change_and_keep(World& world, const std::function<Result<Output>()>& change,
                               const std::function<Result<void>(Keeper&)>& keep) {
    Result<Keeper> keeper = Keeper::open(world);
    if (!keeper)
        return keeper.error();
    if (const Result<void> kept = keep(*keeper); !kept)
        return kept.error();
    if (const Result<void> prepared = keeper->prepare(); !prepared)
        return prepared.error();
    Result<Output> output = change();
    if (!output)
        return output;
    const Result<std::vector<std::string>> paths = keeper->commit();
    if (!paths)
        return paths.error();
    output->json["kept_in"] = *paths;
    for (const std::string& path : *paths)
        output->text += fmt::format("kept in {}\n", path);
    if (paths->empty())
        output->text += "kept already\n";
    return output;
}

} // namespace dom0ctl
