// SPDX-License-Identifier: GPL-2.0-or-later
#include "build_frames.h"

#include <array>
#include <random>

#include "error.h"

namespace netfront {

namespace {

std::optional<unsigned> small(const Command& command, const std::string& key) {
    const auto value = command.number(key);
    return value ? std::optional(static_cast<unsigned>(*value)) : std::nullopt;
}

std::vector<unsigned> numbers(const std::string& text) {
    std::vector<unsigned> list;
    for (size_t at = 0; at < text.size();) {
        const size_t end = std::min(text.find(',', at), text.size());
        list.push_back(static_cast<unsigned>(std::stoul(text.substr(at, end - at))));
        at = end + 1;
    }
    return list;
}

netif_extra_info gso_info(unsigned size, unsigned type) {
    netif_extra_info extra{};
    extra.type = XEN_NETIF_EXTRA_TYPE_GSO;
    extra.u.gso.size = static_cast<uint16_t>(size);
    extra.u.gso.type = static_cast<uint8_t>(type);
    return extra;
}

std::unique_ptr<Record> build(const Command& command, const std::string& tag, uint32_t number) {
    auto record = std::make_unique<Record>();
    record->tag = tag;
    record->frame = build_frame(command.text("frame", ""), number, command.flag("blank"));
    // As short frames have behind what the IP header counts.
    const Bytes padding(command.number("pad", 0), 0xa5);
    for (Bytes* bytes : {&record->frame.sent, &record->frame.complete})
        bytes->insert(bytes->end(), padding.begin(), padding.end());
    if (const auto cut = command.number("cut"))
        truncate_frame(record->frame, *cut);
    record->gso = small(command, "gso").value_or(0);
    return record;
}

Shape shape_of(const Command& command) {
    Shape shape;
    shape.split = numbers(command.text("split", ""));
    shape.offset = static_cast<unsigned>(command.number("offset", 0));
    if (shape.offset >= page_bytes)
        throw Error("offset= is within a page; to lie, use say-offset=");
    shape.flags = static_cast<uint16_t>((command.flag("blank") ? NETTXF_csum_blank : 0u) |
                                        (command.flag("validated") ? NETTXF_data_validated : 0u));
    if (command.has("gso"))
        shape.extra = gso_info(static_cast<unsigned>(command.number("gso", 0)),
                               static_cast<unsigned>(command.number("gso-type", 1)));
    if (const auto type = small(command, "extra")) {
        shape.extra = netif_extra_info{};
        shape.extra->type = static_cast<uint8_t>(*type);
    }
    if (shape.extra && command.flag("extra-more"))
        shape.extra->flags = XEN_NETIF_EXTRA_FLAG_MORE;
    shape.size = small(command, "size");
    shape.last_size = small(command, "last-size");
    shape.say_offset = small(command, "say-offset");
    shape.gref = small(command, "gref");
    shape.more = command.flag("more");
    return shape;
}

template <typename What>
void each(const Command& command, What what) {
    const std::string tag = command.text("tag", "");
    if (tag.empty())
        throw Error(command.name + " needs a tag=");
    const uint64_t count = command.number("count", 1);
    for (uint64_t i = 0; i < count; i++)
        what(command.has("count") ? tag + std::to_string(i) : tag);
}

// What a coin begins with; then it changes bytes.
const std::array<std::string, 20> templates = {
    "ip4/tcp/100",
    "ip4/udp/100",
    "ip6/tcp/100",
    "ip6/udp/100",
    "ip4:options=12/tcp:options=12/60",
    "vlan/ip4/tcp/80",
    "vlan/ip6/udp/80",
    "qinq/vlan/ip4/udp/80",
    "ip6/hop/dest/tcp/60",
    "ip6/route/udp/60",
    "ip6/frag6:mf/udp/60",
    "ip4:mf/udp/60",
    "ip4:frag=10/60",
    "ip4/udp:sum=zero/vxlan/eth/ip4/tcp/60",
    "ip6/udp/vxlan/eth/ip6/udp/60",
    "ip4/gre:key/ip4/tcp/60",
    "ip4/gre/eth/vlan/ip4/udp/60",
    "ip4/tcp/3000",
    "type:is=2054/46",
    "ip4/proto:is=1/64",
};

} // namespace

void send_frames(const Command& command, Front& front) {
    command.only({"tag", "count", "frame", "pad", "cut", "gso", "gso-type", "extra", "split",
                  "offset", "size", "last-size", "say-offset", "gref"});
    for (const std::string& word : command.words)
        if (word != "blank" && word != "validated" && word != "more" && word != "extra-more")
            throw Error("no option " + word);
    each(command, [&](const std::string& tag) {
        front.send(build(command, tag, front.next_number()), shape_of(command));
    });
    front.show();
}

void inject_frames(const Command& command, Front& front) {
    command.only({"tag", "count", "frame", "gso"});
    each(command, [&](const std::string& tag) {
        auto record = build(command, tag, front.next_number());
        const unsigned gso = record->gso;
        front.inject(std::move(record), command.flag("blank"), gso);
    });
}

void send_random(const Command& command, Front& front) {
    command.only({"tag", "count", "seed"});
    std::mt19937_64 coin(command.number("seed", 1));
    // Below limit, evenly enough.
    const auto pick = [&coin](size_t limit) { return static_cast<size_t>(coin() % limit); };
    each(command, [&](const std::string& tag) {
        const uint32_t number = front.next_number();
        const bool blank = pick(2) == 0;
        auto record = std::make_unique<Record>();
        const std::string& text = templates[pick(templates.size())];
        // What is inside of a tunnel nobody judges here.
        const bool tunnel =
            text.find("eth") != std::string::npos || text.find("gre") != std::string::npos;
        Bytes frame = build_frame(text, number, blank).sent;
        for (size_t changes = pick(7); changes > 0; changes--) {
            const size_t at = 12 + pick(std::min<size_t>(frame.size(), 120) - 12);
            frame[at] = pick(3) == 0 ? 0xff : static_cast<uint8_t>(pick(256));
        }
        if (pick(4) == 0)
            frame.resize(14 + pick(frame.size() - 14));
        Shape shape;
        if (blank)
            shape.flags = NETTXF_csum_blank | NETTXF_data_validated;
        else if (pick(2) == 0)
            shape.flags = NETTXF_data_validated;
        if (pick(8) == 0) {
            constexpr std::array sizes = {1u, 100u, 1448u, 65535u};
            record->gso = sizes[pick(sizes.size())];
            shape.extra = gso_info(record->gso, 1 + static_cast<unsigned>(pick(2)));
        }
        // What can be told of it afterwards depends on these.
        record->tag = (record->gso ? "gso-" : tunnel ? "tunnel-" : "") + tag;
        // So that headers lie across slots.
        if (frame.size() < page_bytes && frame.size() > 15 && pick(4) == 0)
            shape.split = {
                static_cast<unsigned>(14 + pick(std::min<size_t>(frame.size(), 90) - 14))};
        record->frame.complete = !tunnel && (blank || record->gso) ? completed(frame) : frame;
        record->frame.sent = std::move(frame);
        front.send(std::move(record), shape);
    });
    front.show();
}

} // namespace netfront
