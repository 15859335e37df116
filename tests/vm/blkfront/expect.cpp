// SPDX-License-Identifier: GPL-2.0-or-later
//
// The commands that check something.
#include <algorithm>
#include <cmath>
#include <cstdio>

#include "build_request.h"
#include "clock.h"
#include "commands.h"
#include "error.h"

namespace blkfront {

namespace {

int16_t status_of(const std::string& name) {
    if (name == "ok")
        return status_ok;
    if (name == "error")
        return status_error;
    if (name == "unsupported")
        return status_unsupported;
    throw Error("a status is ok, error or unsupported, and not " + name);
}

void expect_done(const Record& record) {
    if (!record.done())
        throw Error(record.tag + " is not answered yet; wait for it first");
}

double ms(int64_t ns) {
    return static_cast<double>(ns) / 1e6;
}

} // namespace

// expect-status ok|error|unsupported TAG...
void Commands::expect_status(const Command& command) {
    command.only({});
    if (command.words.empty())
        throw Error("which status?");
    const int16_t status = status_of(command.words[0]);
    for (const Record* record : select(command.words, 1)) {
        expect_done(*record);
        if (record->status != status)
            throw Error(record->tag + " was answered with status " +
                        std::to_string(record->status) + " and not " + std::to_string(status));
    }
}

// expect-waiting TAG...: none of them has an answer.
void Commands::expect_waiting(const Command& command) {
    command.only({});
    front().idle();
    for (const Record* record : select(command.words))
        if (record->done())
            throw Error(record->tag + " has been answered, after " +
                        std::to_string(ms(record->done_ns - record->pushed_ns)) + " ms");
}

// expect-order TAG...: answered in this order.
void Commands::expect_order(const Command& command) {
    command.only({});
    const Record* before = nullptr;
    for (const Record* record : select(command.words)) {
        expect_done(*record);
        if (before && record->order < before->order)
            throw Error(record->tag + " was answered before " + before->tag);
        before = record;
    }
}

// expect-even TAG... within=N: when all requests of one tag had been answered,
// all but N of every other's had been, too.
void Commands::expect_even(const Command& command) {
    command.only({"within"});
    std::vector<Selected> groups;
    unsigned first_end = UINT32_MAX;
    for (const std::string& tag : command.words) {
        groups.push_back(select({tag}));
        unsigned end = 0;
        for (const Record* record : groups.back()) {
            expect_done(*record);
            end = std::max(end, record->order);
        }
        first_end = std::min(first_end, end);
    }
    for (size_t i = 0; i < groups.size(); i++) {
        const auto late = std::ranges::count_if(
            groups[i], [&](const Record* record) { return record->order > first_end; });
        std::printf("%s: %td of %zu answered later than the first of all tags was through\n",
                    command.words[i].c_str(), late, groups[i].size());
        if (static_cast<uint64_t>(late) > command.number("within", 0))
            throw Error(command.words[i] + " had to wait for others");
    }
}

// expect-took TAG... [min=MS] [max=MS]: from the ring to the answer.
void Commands::expect_took(const Command& command) {
    command.only({"min", "max"});
    for (const Record* record : select(command.words)) {
        expect_done(*record);
        const double took = ms(record->done_ns - record->pushed_ns);
        if (took < static_cast<double>(command.number("min", 0)) ||
            took > static_cast<double>(command.number("max", UINT32_MAX)))
            throw Error(record->tag + " took " + std::to_string(took) + " ms");
    }
}

// expect-rate[-at-most] TAG... bytes=N|ios=N percent=P [size=N]: what was
// answered before the last of them, over the time from the first to the last:
// nothing has waited for what the last one cost yet. I/Os are counted in pieces
// of size bytes, or one a request. For at-most, time runs from when the first
// was asked for, so that an answer that is noticed late is no excess.
void Commands::expect_rate(const Command& command) {
    command.only({"bytes", "ios", "percent", "size"});
    const bool at_most = command.name.ends_with("at-most");
    const bool in_bytes = command.has("bytes");
    const uint64_t wanted = command.number(in_bytes ? "bytes" : "ios", 0);
    const uint64_t size = command.number("size", 0);
    const auto cost = [&](const Record& record) -> uint64_t {
        if (in_bytes)
            return record.bytes();
        return size == 0 ? 1 : (record.bytes() + size - 1) / size;
    };
    const Record *first = nullptr, *last = nullptr;
    uint64_t sum = 0;
    for (const Record* record : select(command.words)) {
        expect_done(*record);
        sum += cost(*record);
        if (!first || record->order < first->order)
            first = record;
        if (!last || record->order > last->order)
            last = record;
    }
    sum -= cost(*last);
    const int64_t took = last->done_ns - (at_most ? first->pushed_ns : first->done_ns);
    const double rate = static_cast<double>(sum) * 1e9 / static_cast<double>(took);
    const double off = (rate / static_cast<double>(wanted) - 1) * 100;
    std::printf("rate of %s: %.1f a second, %+.2f %%\n", command.words[0].c_str(), rate, off);
    if (!((at_most ? off : std::abs(off)) <= static_cast<double>(command.number("percent", 3))))
        throw Error("they went at " + std::to_string(rate) + " a second, " + std::to_string(off) +
                    " % off");
}

// expect-node NAME VALUE: what the back end has written.
void Commands::expect_node(const Command& command) {
    command.only({});
    if (command.words.size() != 2)
        throw Error("expect-node takes a name and a value");
    const std::string value = front().disk().back_node(command.words[0]);
    if (value != command.words[1])
        throw Error(command.words[0] + " is '" + value + "'");
}

// expect-free slots=N [q=N]: free slots of a ring.
void Commands::expect_free(const Command& command) {
    command.only({"q", "slots"});
    const unsigned free = front().free_slots(static_cast<unsigned>(command.number("q", 0)));
    if (free != command.number("slots", 0))
        throw Error(std::to_string(free) + " slots are free");
}

// verify TAG... pattern=N: what was read is what was written as pattern N.
void Commands::verify(const Command& command) {
    command.only({"pattern"});
    for (const Record* record : select(command.words)) {
        expect_done(*record);
        if (record->status != status_ok || record->bytes() == 0)
            throw Error(record->tag + " brought no content");
        const std::string where = pattern_difference(*record, command.number("pattern", 0));
        if (!where.empty())
            throw Error(record->tag + " differs from the pattern at " + where);
    }
}

} // namespace blkfront
