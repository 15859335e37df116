// SPDX-License-Identifier: GPL-2.0-or-later
#include "reference.h"

#include <set>

namespace {

struct Verdict {
    const char* kind;
};
constexpr Verdict other{"other"}, fragment{"fragment"}, truncated{"truncated"},
    malformed{"malformed"};

// A part of the frame, which knows where in it it is.
class Part {
  public:
    Part(View frame, size_t begin, size_t end) : frame_(frame), begin_(begin), end_(end) {}

    [[nodiscard]] size_t place() const { return begin_; }
    [[nodiscard]] size_t size() const { return end_ - begin_; }
    void want(size_t n) const {
        if (size() < n)
            throw truncated;
    }
    [[nodiscard]] uint8_t u8(size_t at) const { return want(at + 1), frame_[begin_ + at]; }
    [[nodiscard]] unsigned u16(size_t at) const { return u8(at) * 256u + u8(at + 1); }
    [[nodiscard]] Bytes bytes(size_t at, size_t n) const {
        want(at + n);
        return {frame_.begin() + begin_ + at, frame_.begin() + begin_ + at + n};
    }
    [[nodiscard]] Part from(size_t at) const { return want(at), Part(frame_, begin_ + at, end_); }
    [[nodiscard]] Part first(size_t n) const { return want(n), Part(frame_, begin_, begin_ + n); }

  private:
    View frame_;
    size_t begin_, end_;
};

class Reader {
  public:
    void ether_payload(Part part, unsigned type, int depth) {
        if (depth == 4)
            return;
        for (int tags = 0; tags < 2 && (type == 0x8100 || type == 0x88a8); tags++) {
            part.want(4);
            type = part.u16(2);
            part = part.from(4);
        }
        if (type == 0x0800)
            ipv4(part, depth);
        else if (type == 0x86dd)
            ipv6(part, depth);
        else
            throw other;
    }

    Reading result;

  private:
    struct Ends {
        Bytes src, dst;
        bool ipv6;
    };

    void ipv4(Part part, int depth) {
        part.want(20);
        const size_t header = part.u8(0) % 16 * 4, total = part.u16(2);
        if (part.u8(0) / 16 != 4 || header < 20 || header > total)
            throw malformed;
        part = part.first(total);
        if (part.u16(6) % 0x4000)
            throw fragment;
        Ends ends = {part.bytes(12, 4), part.bytes(16, 4), false};
        for (size_t at = 20; at < header && part.u8(at) != 0;) {
            if (part.u8(at) == 1) {
                at++;
                continue;
            }
            if (at + 1 == header)
                throw malformed;
            const size_t n = part.u8(at + 1);
            if (n < 2 || at + n > header)
                throw malformed;
            if (part.u8(at) == 131 || part.u8(at) == 137) {
                if (n < 3 || (n - 3) % 4 != 0)
                    throw malformed;
                const unsigned next = part.u8(at + 2);
                if (next == 0 || next % 4 != 0)
                    throw malformed;
                if (next <= n)
                    ends.dst = part.bytes(at + n - 4, 4);
            }
            at += n;
        }
        above(part.from(header), part.u8(9), ends, depth);
    }

    void ipv6(Part part, int depth) {
        part.want(40);
        if (part.u8(0) / 16 != 6)
            throw malformed;
        const unsigned payload = part.u16(4), next = part.u8(6);
        if (payload == 0 && next == 0)
            throw other;
        const Ends ends = {part.bytes(8, 16), part.bytes(24, 16), true};
        above(part.from(40).first(payload), next, ends, depth);
    }

    // Extension headers, then what is above IP.
    void above(Part part, unsigned proto, Ends ends, int depth) {
        const std::set<unsigned> extensions =
            ends.ipv6 ? std::set<unsigned>{0, 43, 44, 51, 60} : std::set<unsigned>{51};
        for (int n = 0; extensions.contains(proto); n++) {
            if (n == 8)
                throw other;
            part.want(8);
            const size_t size = proto == 44   ? 8
                                : proto == 51 ? part.u8(1) * 4 + 8
                                              : part.u8(1) * 8 + 8;
            if (proto == 51 && size < 12)
                throw malformed;
            const Part header = part.first(size);
            if (proto == 44 && part.u16(2) & ~6u)
                throw fragment;
            if (proto == 43)
                routing(header, ends);
            if (proto == 60)
                destination(header, ends);
            proto = header.u8(0);
            part = part.from(size);
        }
        switch (proto) {
        case 4:
            return ether_payload(part, 0x0800, depth + 1);
        case 41:
            return ether_payload(part, 0x86dd, depth + 1);
        case 6:
            return tcp(part, ends, depth);
        case 17:
            return udp(part, ends, depth);
        case 47:
            return gre(part, depth);
        default:
            throw other;
        }
    }

    static void routing(const Part& header, Ends& ends) {
        const unsigned type = header.u8(2), left = header.u8(3);
        const size_t addresses = (header.size() - 8) / 16;
        const bool exact = (header.size() - 8) % 16 == 0;
        if (left == 0)
            return;
        if (type == 0 || type == 2) {
            if (!exact || left > addresses || (type == 2 && addresses != 1))
                throw malformed;
            ends.dst = header.bytes(8 + 16 * (addresses - 1), 16);
        } else if (type == 4) {
            if (header.u8(4) >= addresses || left > header.u8(4) + 1u)
                throw malformed;
            ends.dst = header.bytes(8, 16);
        } else {
            throw other;
        }
    }

    static void destination(const Part& header, Ends& ends) {
        size_t at = 2;
        for (int n = 0; at < header.size(); n++) {
            if (n == 32)
                throw other;
            const unsigned option = header.u8(at++);
            if (option == 0)
                continue;
            if (at == header.size())
                throw malformed;
            const size_t size = header.u8(at++);
            if (size > header.size() - at)
                throw malformed;
            if (option == 0xc9) {
                if (size != 16)
                    throw malformed;
                ends.src = header.bytes(at, 16);
            }
            at += size;
        }
    }

    void add(const Part& part, uint8_t proto, size_t field, const Ends& ends, int depth,
             bool tunnel) {
        Place place = {part.place(), part.size(), part.place() + field, proto, ends.ipv6, {}};
        append(place.pseudo, ends.src);
        append(place.pseudo, ends.dst);
        append16(place.pseudo, proto);
        append16(place.pseudo, static_cast<unsigned>(part.size()));
        result.places.push_back(place);
        result.tunnel.push_back(tunnel);
        result.inner.push_back(depth > 0);
    }

    void tcp(const Part& part, const Ends& ends, int depth) {
        part.want(20);
        const size_t header = part.u8(12) / 16 * 4;
        if (header < 20)
            throw malformed;
        part.want(header);
        add(part, 6, 16, ends, depth, false);
    }

    void udp(Part part, const Ends& ends, int depth) {
        part.want(8);
        const size_t size = part.u16(4);
        if (size < 8)
            throw malformed;
        part = part.first(size);
        const unsigned port = part.u16(2);
        add(part, 17, 6, ends, depth,
            std::set<unsigned>{4341, 4754, 4789, 4790, 6081, 6635}.contains(port));
        if (port != 4789 || result.places.size() == 2)
            return;
        const Part vxlan = part.from(8);
        vxlan.want(8);
        if (vxlan.u8(0) & 8)
            ethernet(vxlan.from(8), depth);
    }

    void ethernet(const Part& part, int depth) {
        part.want(14);
        ether_payload(part.from(14), part.u16(12), depth + 1);
    }

    void gre(const Part& part, int depth) {
        part.want(4);
        const unsigned flags = part.u16(0), type = part.u16(2);
        if (flags & 0x4fff)
            throw other;
        size_t size = 4;
        for (const unsigned flag : {0x8000u, 0x2000u, 0x1000u})
            size += flags & flag ? 4 : 0;
        if (type == 0x6558)
            ethernet(part.from(size), depth);
        else
            ether_payload(part.from(size), type, depth + 1);
    }
};

} // namespace

Reading read_frame(uint16_t ethertype, View frame) {
    Reader reader;
    try {
        reader.ether_payload(Part(frame, 0, frame.size()), ethertype, 0);
    } catch (const Verdict& verdict) {
        reader.result.kind = verdict.kind;
    }
    if (!reader.result.places.empty())
        reader.result.kind = "summed";
    return reader.result;
}
