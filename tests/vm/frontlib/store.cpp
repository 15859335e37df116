// SPDX-License-Identifier: GPL-2.0-or-later
#include "store.h"

#include <cstdlib>
// Their headers are made for C.
extern "C" {
#include <xenstore.h>
}

#include "error.h"

namespace frontlib {

Store::Store() : handle_(xs_open(0)) {
    if (!handle_)
        fail_errno("cannot reach xenstored");
}

Store::~Store() {
    xs_close(handle_);
}

std::optional<std::string> Store::read(const std::string& node) {
    unsigned length = 0;
    void* data = xs_read(handle_, XBT_NULL, node.c_str(), &length);
    if (!data)
        return {};
    std::string value(static_cast<const char*>(data), length);
    std::free(data);
    return value;
}

int Store::read_number(const std::string& node, int otherwise) {
    const auto value = read(node);
    return value ? std::atoi(value->c_str()) : otherwise;
}

void Store::write(const std::string& node, const std::string& value) {
    if (!xs_write(handle_, XBT_NULL, node.c_str(), value.data(),
                  static_cast<unsigned>(value.size())))
        fail_errno("cannot write " + node);
}

void Store::write_all(const std::string& below, const Nodes& nodes) {
    for (;;) {
        const xs_transaction_t transaction = xs_transaction_start(handle_);
        for (const auto& [name, value] : nodes) {
            const std::string node = below + "/" + name;
            if (!xs_write(handle_, transaction, node.c_str(), value.data(),
                          static_cast<unsigned>(value.size())))
                fail_errno("cannot write " + node);
        }
        if (xs_transaction_end(handle_, transaction, false))
            return;
        if (errno != EAGAIN)
            fail_errno("cannot write below " + below);
    }
}

void Store::remove(const std::string& node) {
    xs_rm(handle_, XBT_NULL, node.c_str());
}

} // namespace frontlib
