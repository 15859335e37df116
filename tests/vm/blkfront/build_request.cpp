// SPDX-License-Identifier: GPL-2.0-or-later
#include "build_request.h"

#include <algorithm>
#include <map>

#include "error.h"
#include "pattern.h"

namespace blkfront {

namespace {

const std::map<std::string, Operation> operations = {
    {"read", op_read},   {"write", op_write},     {"barrier", op_barrier},
    {"flush", op_flush}, {"discard", op_discard},
};

struct Run {
    unsigned first;
    unsigned last;
};

// The sectors of each page: segments=N of the same shape, or as many pages as
// bytes= takes when it begins at sector offset= of the first.
std::vector<Run> shape(const Command& command, uint64_t default_bytes) {
    std::vector<Run> runs;
    if (const auto segments = command.number("segments")) {
        const Run same{static_cast<unsigned>(command.number("first", 0)),
                       static_cast<unsigned>(command.number("last", page_sectors - 1))};
        runs.assign(*segments, same);
        return runs;
    }
    const uint64_t bytes = command.number("bytes", default_bytes);
    auto first = static_cast<unsigned>(command.number("offset", 0));
    if (bytes % sector_bytes != 0 || first >= page_sectors)
        throw Error("bytes= is no multiple of 512, or offset= is not below 8");
    for (uint64_t left = bytes / sector_bytes; left > 0; first = 0) {
        const auto now = static_cast<unsigned>(std::min<uint64_t>(left, page_sectors - first));
        runs.push_back({first, first + now - 1});
        left -= now;
    }
    return runs;
}

bool sane(const Segment& segment) {
    return segment.first <= segment.last && segment.last < page_sectors;
}

// Calls what(data, bytes, sector) for each piece of the request's content.
template <typename What>
void each_piece(const Record& record, What what) {
    uint64_t sector = record.request.sector;
    for (size_t i = 0; i < record.request.segments.size(); i++) {
        const Segment& segment = record.request.segments[i];
        if (!sane(segment))
            return;
        const unsigned sectors = segment.last - segment.first + 1u;
        what(record.data->data + i * page_bytes + segment.first * sector_bytes,
             sectors * sector_bytes, sector);
        sector += sectors;
    }
}

void make_indirect(const Command& command, Record& record, Grants& grants) {
    Request& request = record.request;
    const auto pages = static_cast<unsigned>(std::max<size_t>(
        1, (request.segments.size() + indirect_page_segments - 1) / indirect_page_segments));
    record.indirect = grants.take(pages);
    for (size_t i = 0; i < request.segments.size(); i++)
        encode_segment(record.indirect->data + i * segment_bytes, request.segments[i]);
    request.indirect_operation =
        static_cast<uint8_t>(command.number("indirect-op", request.operation));
    request.operation = op_indirect;
    request.indirect_grefs = record.indirect->grefs;
    if (const auto gref = command.number("indirect-gref"))
        std::ranges::fill(request.indirect_grefs, static_cast<uint32_t>(*gref));
}

std::unique_ptr<Record> build(const Command& command, Grants& grants, uint64_t sector) {
    auto record = std::make_unique<Record>();
    Request& request = record->request;
    const Operation meant = operations.at(command.name);
    const bool moves_data = meant == op_read || meant == op_write;

    record->queue = static_cast<unsigned>(command.number("q", 0));
    request.operation = meant;
    request.sector = sector;
    if (meant == op_discard) {
        request.discard_sectors = command.number("bytes", 0) / sector_bytes;
        request.secure = command.flag("secure");
        return record;
    }
    const auto runs = shape(command, moves_data ? page_bytes : 0);
    if (!runs.empty())
        record->data = grants.take(static_cast<unsigned>(runs.size()));
    for (size_t i = 0; i < runs.size(); i++)
        request.segments.push_back({record->data->grefs[i], static_cast<uint8_t>(runs[i].first),
                                    static_cast<uint8_t>(runs[i].last)});
    each_piece(*record, [&](std::byte* data, size_t bytes, uint64_t at) {
        // A read must bring its content itself.
        if (meant == op_read)
            std::memset(data, 0xee, bytes);
        else
            fill_pattern(data, bytes, command.number("pattern", 0), at);
    });
    if (const auto gref = command.number("gref"))
        for (Segment& segment : request.segments)
            segment.gref = static_cast<uint32_t>(*gref);
    if (const auto claimed = command.number("claim"))
        request.claimed_segments = static_cast<unsigned>(*claimed);
    if (command.flag("indirect"))
        make_indirect(command, *record, grants);
    else if (runs.size() > max_direct_segments)
        throw Error("more than 11 pages need the word indirect; to lie, use claim=");
    request.operation = static_cast<uint8_t>(command.number("op", request.operation));
    return record;
}

} // namespace

bool is_request(const std::string& name) {
    return operations.contains(name);
}

std::vector<std::unique_ptr<Record>> build_requests(const Command& command, Grants& grants) {
    command.only({"tag", "q", "sector", "bytes", "offset", "segments", "first", "last", "pattern",
                  "count", "step", "op", "claim", "gref", "indirect-op", "indirect-gref"});
    for (const std::string& word : command.words)
        if (word != "indirect" && word != "secure")
            throw Error("no option " + word);
    const std::string tag = command.text("tag", command.name);
    const uint64_t count = command.number("count", 1);
    uint64_t sector = command.number("sector", 0);
    std::vector<std::unique_ptr<Record>> built;
    for (uint64_t i = 0; i < count; i++) {
        built.push_back(build(command, grants, sector));
        built.back()->tag = command.has("count") ? tag + std::to_string(i) : tag;
        sector += command.number("step", built.back()->bytes()) / sector_bytes;
    }
    return built;
}

std::string pattern_difference(const Record& record, uint64_t pattern) {
    std::string difference;
    each_piece(record, [&](const std::byte* data, size_t bytes, uint64_t sector) {
        const size_t at = check_pattern(data, bytes, pattern, sector);
        if (difference.empty() && at < bytes)
            difference = "byte " + std::to_string(at % sector_bytes) + " of sector " +
                         std::to_string(sector + at / sector_bytes);
    });
    return difference;
}

} // namespace blkfront
