// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/result.h"

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace dom0ctl {

/// What to do about a domain or a device that goes away in the meantime, which
/// is an error with the code no_guest.
enum class Vanished {
    is_an_error,
    is_skipped, ///< its changes are left out of the result
};

/// Several changes, all made or none. A Change has the members to (what it is to
/// be), was and now (both filled in). An Access has
///     Result<V> read(const Change&)
///     Result<void> write(const Change&, const V&)
///     std::string left(const Change&)  "<setting> is left at <to>": not put back
///     noun                             what it is that changes, as a plural
template <typename Change, typename Access>
class Transaction {
  public:
    Transaction(Access& access, std::vector<Change> changes, Vanished vanished)
        : access_(access), changes_(std::move(changes)), vanished_(vanished) {}

    /// Reads what is there; writes; if a write fails, puts back in reverse order
    /// what was written before; reads again.
    /// Errors: those of access; the message says whether anything had to be, and
    /// could be, put back.
    Result<std::vector<Change>> run() {
        using Step = Result<void>;
        std::optional<Error> failure =
            for_each([this](Change& change) -> Step { return read(change, change.was); });
        if (failure)
            return *failure;
        failure = for_each(
            [this](const Change& change) -> Step { return access_.write(change, change.to); });
        if (failure)
            return undo(*failure);
        failure = for_each([this](Change& change) -> Step { return read(change, change.now); });
        if (failure)
            return *failure;
        return std::move(changes_);
    }

  private:
    static bool is_gone(const Error& error) { return error.code == ExitCode::no_guest; }

    template <typename Value>
    Result<void> read(const Change& change, Value& into) const {
        const Result<Value> value = access_.read(change);
        if (!value)
            return value.error();
        into = *value;
        return {};
    }

    // Applies one step to every change in turn. On a failure that counts, done_
    // is the number of changes that the step went through for.
    template <typename Step>
    std::optional<Error> for_each(Step step) {
        done_ = 0;
        while (done_ < changes_.size()) {
            const Result<void> result = step(changes_.at(done_));
            if (result) {
                ++done_;
                continue;
            }
            if (!is_gone(result.error()) || vanished_ == Vanished::is_an_error)
                return result.error();
            changes_.erase(changes_.begin() + static_cast<std::ptrdiff_t>(done_));
        }
        return std::nullopt;
    }

    // What is gone took its settings with it.
    Error undo(Error reason) const {
        bool put_back = false;
        std::string left;
        for (std::size_t i = done_; i-- > 0;) {
            const Change& change = changes_.at(i);
            const Result<void> done = access_.write(change, change.was);
            if (done)
                put_back = true;
            else if (!is_gone(done.error()))
                left += "; " + access_.left(change);
        }
        if (put_back)
            reason.what += "; the " + std::string(Access::noun) + " already changed were put back";
        reason.what += left;
        return reason;
    }

    Access& access_;
    std::vector<Change> changes_;
    Vanished vanished_;
    std::size_t done_ = 0;
};

} // namespace dom0ctl
