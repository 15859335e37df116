// SPDX-License-Identifier: GPL-2.0-or-later
#include "frame.h"

#include <charconv>
#include <cstring>
#include <map>

#include "error.h"

namespace netfront {

namespace {

using frontlib::Error;

constexpr uint8_t protocol_gre = 47;
constexpr unsigned type_tunneled_ethernet = 0x6558;
constexpr unsigned port_vxlan = 4789;

struct Layer {
    std::string name;
    std::map<std::string, std::string> options;

    bool has(const std::string& key) const { return options.contains(key); }
    long number(const std::string& key, long otherwise) const {
        const auto found = options.find(key);
        if (found == options.end())
            return otherwise;
        char* end = nullptr;
        const long value = std::strtol(found->second.c_str(), &end, 0);
        if (end == found->second.c_str() || *end != '\0')
            throw Error(name + ": " + key + "=" + found->second + " is no number");
        return value;
    }
};

// What has been built so far, from the inside out.
struct Part {
    Frame frame;
    std::string name;       // of the outermost layer
    uint8_t protocol = 59;  // for an IP header around it
    unsigned type = 0x88b5; // for an Ethernet header around it
    // A transport header that waits for its IP header.
    bool open = false;
    size_t begin = 0;
    size_t field = 0;
    uint8_t transport = 0;
    std::string sum;
    bool zero_sum = false;

    void put(View header) {
        frame.sent.insert(frame.sent.begin(), header.begin(), header.end());
        frame.complete.insert(frame.complete.begin(), header.begin(), header.end());
        begin += header.size();
        field += header.size();
    }
    size_t size() const { return frame.sent.size(); }
};

std::vector<Layer> parse(const std::string& text) {
    std::vector<Layer> layers;
    for (size_t at = 0; at <= text.size();) {
        const size_t end = std::min(text.find('/', at), text.size());
        const std::string word = text.substr(at, end - at);
        at = end + 1;
        Layer layer;
        const size_t colon = std::min(word.find(':'), word.size());
        layer.name = word.substr(0, colon);
        for (size_t i = colon + 1; i < word.size();) {
            const size_t comma = std::min(word.find(',', i), word.size());
            const std::string option = word.substr(i, comma - i);
            const size_t equals = std::min(option.find('='), option.size());
            layer.options[option.substr(0, equals)] =
                equals < option.size() ? option.substr(equals + 1) : "1";
            i = comma + 1;
        }
        layers.push_back(std::move(layer));
    }
    return layers;
}

Bytes from_hex(const std::string& text) {
    Bytes bytes(text.size() / 2);
    for (size_t i = 0; i < bytes.size(); i++) {
        const char* at = text.data() + 2 * i;
        if (std::from_chars(at, at + 2, bytes[i], 16).ptr != at + 2)
            throw Error("hex: " + text.substr(2 * i, 2) + " is no byte");
    }
    return bytes;
}

void payload(Part& part, size_t bytes) {
    Bytes data(bytes);
    for (size_t i = 0; i < bytes; i++)
        data[i] = static_cast<uint8_t>(i * 7 + (i >> 8) + 1);
    part.put(data);
}

// The checksum of the transport header inside, now that its IP header is known.
void close(Part& part, uint64_t addresses) {
    if (!part.open)
        return;
    Bytes& sent = part.frame.sent;
    Bytes& complete = part.frame.complete;
    Transport transport{part.transport, part.begin, complete.size(), part.field,
                        addresses + part.transport + (complete.size() - part.begin)};
    if (part.zero_sum) {
        // The last word makes the sum what has the checksum zero.
        if ((complete.size() - part.begin) % 2 != 0)
            throw Error("zero-sum needs an even length");
        write16(complete, complete.size() - 2, 0);
        const uint16_t rest = transport.right(complete);
        write16(complete, complete.size() - 2, rest);
        write16(sent, sent.size() - 2, rest);
    }
    const uint16_t right = transport.right(complete);
    write16(complete, part.field, right);
    if (part.sum == "right") {
        write16(sent, part.field, right);
    } else if (part.sum == "pseudo") {
        write16(sent, part.field, fold(transport.pseudo));
    } else if (part.sum == "wrong") {
        write16(sent, part.field, right ^ 0x5aa5);
    } else if (part.sum == "none") {
        write16(complete, part.field, 0);
    } else if (part.sum != "zero") {
        throw Error("sum= is none of right, pseudo, wrong, zero, none");
    }
    part.open = false;
}

void tcp(Part& part, const Layer& layer, const std::string& sum) {
    const auto options = static_cast<size_t>(layer.number("options", 0));
    Bytes header(20 + options);
    write16(header, 0, 40000);
    write16(header, 2, 5001);
    write16(header, 6, 1000); // sequence number
    header[12] =
        static_cast<uint8_t>(layer.number("doff", static_cast<long>(5 + options / 4)) << 4);
    header[13] = static_cast<uint8_t>(layer.number("flags", 0x10));
    write16(header, 14, 0x2000);
    std::fill(header.begin() + 20, header.end(), uint8_t{1});
    part.put(header);
    part.begin = 0;
    part.field = 16;
    part.protocol = part.transport = protocol_tcp;
    part.sum = sum;
    part.open = true;
    part.zero_sum = layer.has("zero-sum");
}

void udp(Part& part, const Layer& layer, const std::string& sum) {
    Bytes header(8);
    const bool vxlan = part.name == "vxlan";
    write16(header, 0, 40000);
    write16(header, 2, vxlan ? port_vxlan : 5001);
    write16(header, 4,
            static_cast<unsigned>(static_cast<long>(part.size()) + 8 + layer.number("len", 0)));
    part.put(header);
    part.begin = 0;
    part.field = 6;
    part.protocol = part.transport = protocol_udp;
    part.sum = sum;
    part.open = true;
    part.zero_sum = layer.has("zero-sum");
}

void ip4(Part& part, const Layer& layer) {
    const auto options = static_cast<size_t>(layer.number("options", 0));
    Bytes header(20 + options);
    header[0] = static_cast<uint8_t>(layer.number("version", 4) << 4 |
                                     layer.number("ihl", static_cast<long>(5 + options / 4)));
    write16(header, 2,
            static_cast<unsigned>(static_cast<long>(part.size() + header.size()) +
                                  layer.number("len", 0)));
    write16(header, 4, 0x1234);
    write16(header, 6,
            static_cast<unsigned>(layer.number("frag", 0) | (layer.has("mf") ? 0x2000 : 0)));
    header[8] = 64;
    header[9] = static_cast<uint8_t>(layer.number("proto", part.protocol));
    for (const size_t last : {15u, 19u}) {
        header[last - 3] = 10;
        header[last - 2] = 9;
        header[last] = last == 15 ? 1 : 2;
    }
    std::fill(header.begin() + 20, header.end(), uint8_t{1});
    write16(header, 10, static_cast<uint16_t>(~fold(add_words(header))));
    close(part, add_words(View(header).subspan(12, 8)));
    part.put(header);
    part.protocol = 4;
    part.type = 0x0800;
}

void ip6(Part& part, const Layer& layer) {
    Bytes header(40);
    header[0] = static_cast<uint8_t>(layer.number("version", 6) << 4);
    write16(header, 4,
            static_cast<unsigned>(static_cast<long>(part.size()) + layer.number("len", 0)));
    header[6] = static_cast<uint8_t>(layer.number("next", part.protocol));
    header[7] = 64;
    for (const size_t last : {23u, 39u}) {
        header[last - 15] = 0xfd;
        header[last] = last == 23 ? 1 : 2;
    }
    close(part, add_words(View(header).subspan(8, 32)));
    part.put(header);
    part.protocol = 41;
    part.type = 0x86dd;
}

// An extension header of IPv6: units of 8 bytes, and what they claim to be.
void extension(Part& part, const Layer& layer, uint8_t protocol) {
    const long units = layer.number("units", 1);
    Bytes header(static_cast<size_t>(units) * 8);
    header[0] = static_cast<uint8_t>(layer.number("next", part.protocol));
    header[1] = static_cast<uint8_t>(layer.number("claim", units) - 1);
    if (protocol == 44) {
        header[1] = 0;
        write16(header, 2, static_cast<unsigned>(layer.number("frag", 0) << 3 | layer.has("mf")));
    } else if (protocol != 43) {
        // Padding, as options have to be made of something.
        header[2] = 1;
        header[3] = static_cast<uint8_t>(header.size() - 4);
    }
    part.put(header);
    part.protocol = protocol;
}

void gre(Part& part, const Layer& layer) {
    Bytes header(4);
    header[0] = static_cast<uint8_t>((layer.has("csum") ? 0x80 : 0) |
                                     (layer.has("key") ? 0x20 : 0) | (layer.has("seq") ? 0x10 : 0));
    header[1] = static_cast<uint8_t>(layer.number("version", 0));
    write16(header, 2, part.name == "eth" ? type_tunneled_ethernet : part.type);
    header.resize(4 + 4u * (layer.has("csum") + layer.has("key") + layer.has("seq")));
    part.put(header);
    part.protocol = protocol_gre;
}

void ethernet(Part& part, uint32_t number, bool inner) {
    Bytes header = {0x02, 0, 0, 0, 0, 1, static_cast<uint8_t>(inner ? 0x02 : 0x06),
                    0,    0, 0, 0, 0, 0, 0};
    write16(header, 12, part.type);
    if (!inner)
        number_frame(header, number);
    part.put(header);
}

bool is_number(const std::string& word) {
    return !word.empty() && word.find_first_not_of("0123456789") == std::string::npos;
}

const std::map<std::string, uint8_t> extensions = {
    {"hop", 0}, {"route", 43}, {"frag6", 44}, {"dest", 60}};

} // namespace

Frame build_frame(const std::string& text, uint32_t number, bool blank) {
    Part part;
    const auto layers = parse(text);
    for (auto layer = layers.rbegin(); layer != layers.rend(); ++layer) {
        const std::string& name = layer->name;
        if (name == "tcp" || name == "udp") {
            const auto given = layer->options.find("sum");
            const std::string sum = given != layer->options.end() ? given->second
                                    : blank                       ? "pseudo"
                                                                  : "right";
            blank = false;
            (name == "tcp" ? tcp : udp)(part, *layer, sum);
        } else if (is_number(name)) {
            payload(part, std::stoul(name));
        } else if (name == "hex") {
            part.put(from_hex(layer->options.empty() ? "" : layer->options.begin()->first));
        } else if (name == "ip4") {
            ip4(part, *layer);
        } else if (name == "ip6") {
            ip6(part, *layer);
        } else if (extensions.contains(name)) {
            extension(part, *layer, extensions.at(name));
        } else if (name == "gre") {
            gre(part, *layer);
        } else if (name == "vxlan") {
            part.put(Bytes{8, 0, 0, 0, 0, 0, 42, 0});
        } else if (name == "eth") {
            ethernet(part, 0, true);
        } else if (name == "vlan" || name == "qinq") {
            Bytes tag(4);
            write16(tag, 0, static_cast<unsigned>(layer->number("tci", 5)));
            write16(tag, 2, part.type);
            part.put(tag);
            part.type = name == "vlan" ? 0x8100 : 0x88a8;
        } else if (name == "type") {
            // Only says what the frame is.
            part.type = static_cast<unsigned>(layer->number("is", 0x88b5));
        } else if (name == "proto") {
            part.protocol = static_cast<uint8_t>(layer->number("is", 1));
        } else {
            throw Error("there is no layer " + name);
        }
        part.name = name;
    }
    ethernet(part, number, false);
    return part.frame;
}

void truncate_frame(Frame& frame, size_t bytes) {
    if (bytes >= frame.sent.size())
        throw Error("the frame has only " + std::to_string(frame.sent.size()) + " bytes");
    frame.sent.resize(bytes);
    frame.complete = frame.sent;
}

std::optional<uint32_t> frame_number(View frame) {
    if (frame.size() < 12 || frame[6] != 0x06 || frame[7] != 0)
        return {};
    return uint32_t{read16(frame, 8)} << 16 | read16(frame, 10);
}

void number_frame(Bytes& frame, uint32_t number) {
    frame[6] = 0x06;
    frame[7] = 0;
    write16(frame, 8, number >> 16);
    write16(frame, 10, number & 0xffff);
}

Bytes completed(View frame) {
    Bytes whole(frame.begin(), frame.end());
    if (const auto transport = find_transport(frame))
        write16(whole, transport->field, transport->right(frame));
    return whole;
}

} // namespace netfront
