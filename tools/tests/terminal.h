// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "tests/tool.h"

#include <functional>
#include <string>
#include <vector>

namespace dom0ctl {

/// A terminal, which tmux plays, with a shell that runs the real binary in it:
///
///     before
///     (what the binary shows)
///     code <what it exits with>
///     same, if the settings of the terminal are those of before
class Terminal {
  public:
    /// Whether there is a tmux.
    static bool is_there();

    Terminal(const FakeHost& host, const std::string& xenstore, int width, int height,
             const std::string& arguments, const std::string& environment = "");
    ~Terminal();
    Terminal(const Terminal&) = delete;
    Terminal& operator=(const Terminal&) = delete;

    /// The keys, under tmux' names or, literally, as characters.
    void press(const std::string& key) const;
    void type(const std::string& text) const;
    void resize(int width, int height) const;

    /// What is on it now.
    std::string screen() const;
    /// The same with colours and other attributes as escape sequences.
    std::string coloured_screen() const;
    /// What is on it as soon as this holds; or, after a long time without that, now.
    std::string when(const std::function<bool(const std::string&)>& holds) const;
    std::string when_it_shows(const std::string& text) const;

    /// The process of the binary.
    int pid() const;

  private:
    std::string tmux(const std::string& command) const;

    std::string folder_;
};

} // namespace dom0ctl
