// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/output.h"
#include "lib/policy_edit.h"
#include "lib/replace_file.h"
#include "lib/world.h"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace dom0ctl {

/// Whether what is set is also to be in a limits file.
enum class Persist { no, yes };

/// Puts settings into limits files, so that they last. In this order:
///
///     open()      nobody else writes or applies until it goes
///     fulfil()    as often as needed; nothing is written
///     prepare()   the new files are on the disk, beside the old ones
///     commit()    they take their place
///
/// What is set live is set between the last two: when there is no room for a file,
/// nothing has changed anywhere.
class Keeper {
  public:
    /// Errors: those of take_lock() and read_policy(), and usage (a mistake in a
    /// file: what it means is not known then, and nothing may get lost).
    static Result<Keeper> open(World& world);

    const Policy& policy() const { return policy_; }

    /// Errors: those of dom0ctl::fulfil().
    Result<void> fulfil(const Wish& wish);
    /// For "clear": every limit that some entry sets for this guest, disk, or, with
    /// every_part, disks, is to be none from now on.
    Result<void> clear(Wish wish);

    Result<void> prepare();
    /// The paths of the files that have changed.
    Result<std::vector<std::string>> commit();

  private:
    Keeper(Fd lock, std::string folder, Policy policy);

    Fd lock_;
    std::string folder_;
    Policy before_;
    Policy policy_;
    std::vector<FileReplacement> replacements_;
    std::vector<std::string> paths_;
};

/// The wish that names this guest as the person did: by its UUID if that is one of
/// the words, else by its name.
/// Errors: usage (it has no name, or one that cannot be in a file).
Result<Wish> wish_for(World& world, Area area, const Guest& guest,
                      const std::vector<std::string>& specs);

/// The same for a guest or one of its disks.
Result<Wish> limit_wish(World& world, const Target& target, const std::string& spec);

/// Makes a change and has it last: both, or, as far as can be told before, none.
/// The result is that of the change, with the files that it is kept in.
Result<Output> change_and_keep(World& world, const std::function<Result<Output>()>& change,
                               const std::function<Result<void>(Keeper&)>& keep);

} // namespace dom0ctl
