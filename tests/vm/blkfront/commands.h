// SPDX-License-Identifier: GPL-2.0-or-later
//
// What a script can say; see README.md.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "front.h"
#include "script.h"

namespace blkfront {

class Commands {
  public:
    void run(const Command& command);

  private:
    using Selected = std::vector<Record*>;

    void create(const Command& command);
    void connect(const Command& command);
    void close(const Command& command);
    void wait(const Command& command);
    void shell(const Command& command);
    void sleep(const Command& command);
    void expect_status(const Command& command);
    void expect_waiting(const Command& command);
    void expect_order(const Command& command);
    void expect_even(const Command& command);
    void expect_took(const Command& command);
    void expect_rate(const Command& command);
    void expect_node(const Command& command);
    void expect_free(const Command& command);
    void verify(const Command& command);

    // In the order they were made. Throws for a pattern without any.
    Selected select(const std::vector<std::string>& patterns, size_t from = 0);
    Front& front();
    void pause(int64_t ns);

    std::unique_ptr<Front> front_;
};

} // namespace blkfront
