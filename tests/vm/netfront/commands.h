// SPDX-License-Identifier: GPL-2.0-or-later
//
// What a script can say; see README.md.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "front.h"
#include "script.h"

namespace netfront {

class Commands {
  public:
    void run(const Command& command);

  private:
    using Selected = std::vector<Record*>;

    void connect(const Command& command);
    void sleep(const Command& command);
    void outcomes(const Command& command);
    void expect(const Command& command);
    void expect_answer(const Command& command);

    // In the order they were made. Throws for a pattern without any.
    Selected select(const std::vector<std::string>& patterns, size_t from = 0);
    Front& front();

    std::unique_ptr<Front> front_;
};

} // namespace netfront
