// SPDX-License-Identifier: GPL-2.0-or-later
#include "record.h"

#include <algorithm>

namespace netfront {

namespace {

// The segments of one TCP frame: each of at most gso bytes, its sequence number
// where the one before it ended.
bool is_cut(const Record& record) {
    const View whole(record.frame.complete);
    const auto sent = find_transport(whole);
    if (record.gso == 0 || !sent || sent->protocol != protocol_tcp)
        return false;
    const auto sequence = [](View frame, size_t at) {
        return uint32_t{read16(frame, at + 4)} << 16 | read16(frame, at + 6);
    };
    const size_t begin = sent->payload(whole);
    size_t done = 0;
    for (const Seen& seen : record.seen) {
        const View frame(seen.bytes);
        const auto now = find_transport(frame);
        if (seen.blank || !now || now->protocol != protocol_tcp ||
            now->right(frame) != read16(frame, now->field) ||
            sequence(frame, now->begin) != sequence(whole, sent->begin) + done)
            return false;
        const View payload = frame.subspan(now->payload(frame), now->end - now->payload(frame));
        if (payload.empty() || payload.size() > record.gso ||
            begin + done + payload.size() > sent->end ||
            !std::equal(payload.begin(), payload.end(),
                        whole.begin() + static_cast<long>(begin + done)))
            return false;
        done += payload.size();
    }
    return begin + done == sent->end;
}

// Nothing differs but two words of 16 bits at most: where a checksum is filled in
// inside of a tunnel, that of the tunnel's own header may follow.
bool is_filled(const Record& record) {
    const Bytes& sent = record.frame.sent;
    if (record.seen.size() != 1 || record.seen[0].bytes.size() != sent.size() ||
        sent != record.frame.complete)
        return false;
    const Bytes& seen = record.seen[0].bytes;
    unsigned words = 0;
    for (size_t at = 0; at < sent.size(); at += 2)
        words += !std::equal(sent.begin() + static_cast<long>(at),
                             sent.begin() + static_cast<long>(std::min(at + 2, sent.size())),
                             seen.begin() + static_cast<long>(at));
    return words <= 2;
}

} // namespace

std::string outcome(const Record& record) {
    if (record.seen.empty())
        return "missing";
    if (record.seen.size() == 1) {
        const Seen& seen = record.seen.front();
        // Right already, or made so: that it says so is all the difference.
        if (seen.bytes == record.frame.complete && !seen.blank)
            return record.frame.sent == record.frame.complete ? "untouched" : "complete";
        if (seen.bytes == record.frame.sent)
            return "untouched";
    }
    if (is_cut(record))
        return "cut";
    return is_filled(record) ? "filled" : "changed";
}

} // namespace netfront
