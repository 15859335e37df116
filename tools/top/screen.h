// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/fd.h"
#include "lib/result.h"
#include "top/controls.h"
#include "top/view.h"

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

namespace dom0ctl {

/// The terminal, through ncurses, for as long as this lives; then it is as it was
/// before. There is one of them at a time.
class TopScreen {
  public:
    /// Errors: usage (this is no terminal), failed (ncurses does not know it).
    static Result<std::unique_ptr<TopScreen>> open();

    TopScreen(const TopScreen&) = delete;
    TopScreen& operator=(const TopScreen&) = delete;
    ~TopScreen();

    std::size_t width() const;
    std::size_t height() const;
    void draw(const std::vector<TopLine>& lines) const;

    /// What ended a wait: a key, or with neither, the time or another size.
    struct Event {
        std::optional<TopPress> pressed;
        int signal = 0; ///< that somebody wants this to end by
    };
    Event wait(std::chrono::milliseconds most) const;

  private:
    struct Terminal;

    TopScreen();

    std::unique_ptr<Terminal> terminal_;
};

} // namespace dom0ctl
