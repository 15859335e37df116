// SPDX-License-Identifier: GPL-2.0-or-later
//
// What a command is about: records by the patterns of their tags.
#pragma once

#include <string>
#include <vector>

#include "error.h"
#include "script.h"

namespace frontlib {

// Those of records that patterns name, from the given pattern on, in the order they
// were made. Throws for a pattern without any; what is what a message calls one.
template <class Record, class Records>
std::vector<Record*> select_records(const Records& records,
                                    const std::vector<std::string>& patterns, size_t from,
                                    const std::string& what) {
    std::vector<Record*> selected;
    for (size_t i = from; i < patterns.size(); i++) {
        const size_t before = selected.size();
        for (const auto& record : records)
            if (tag_matches(patterns[i], record->tag))
                selected.push_back(record.get());
        if (selected.size() == before)
            throw Error("there is no " + what + " " + patterns[i]);
    }
    if (selected.empty())
        throw Error("which " + what + "s?");
    return selected;
}

} // namespace frontlib
