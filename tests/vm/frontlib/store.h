// SPDX-License-Identifier: GPL-2.0-or-later
//
// xenstore, as far as a front end needs it.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

struct xs_handle;

namespace frontlib {

class Store {
  public:
    using Nodes = std::vector<std::pair<std::string, std::string>>;

    Store();
    ~Store();
    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;

    std::optional<std::string> read(const std::string& node);
    int read_number(const std::string& node, int otherwise);
    void write(const std::string& node, const std::string& value);
    // Below one node and at once: nobody sees half of them.
    void write_all(const std::string& below, const Nodes& nodes);
    void remove(const std::string& node);

  private:
    xs_handle* handle_;
};

} // namespace frontlib
