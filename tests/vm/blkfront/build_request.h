// SPDX-License-Identifier: GPL-2.0-or-later
//
// From a line of the script to requests with buffers, sane or not.
#pragma once

#include <memory>
#include <vector>

#include "front.h"
#include "script.h"

namespace blkfront {

// Is it one of read, write, barrier, flush, discard?
bool is_request(const std::string& name);

// The requests of one line: one, or count= of them on successive sectors.
std::vector<std::unique_ptr<Record>> build_requests(const Command& command, Grants& grants);

// Does the content of a record's buffer differ from the pattern? Says where.
std::string pattern_difference(const Record& record, uint64_t pattern);

} // namespace blkfront
