// SPDX-License-Identifier: GPL-2.0-or-later
// Any bytes as a frame, for libFuzzer: the core never reads what is not there, asks only for what
// there may be, comes to an end, and sees what a second parser sees. What it fills in is right.
//
// The first two bytes of the input choose the Ethernet type.
#include "combinations.h"
#include "core.h"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace {

[[noreturn]] void fail(const std::string& what) {
    std::fprintf(stderr, "csumfix_frame: %s\n", what.c_str());
    std::abort();
}

xcf_frame in_parts(uint16_t ethertype, View bytes, size_t have) {
    xcf_frame frame;
    for (;;) {
        const u32 want = ask(frame, ethertype, bytes, have);
        if (!want)
            return frame;
        if (want <= have || want > bytes.size())
            fail("has " + std::to_string(have) + " bytes and asks for " + std::to_string(want));
        have = want;
    }
}

void expect_same(const xcf_frame& frame, const Reading& reading, View bytes, const char* when) {
    const std::string said = difference(frame, reading, bytes);
    if (!said.empty())
        fail(std::string(when) + ": " + said);
}

// Filled from the inside out, for the outer one covers the inner one.
void fill_and_check(uint16_t ethertype, Bytes bytes, const xcf_frame& frame) {
    for (unsigned i = frame.layers; i-- > 0;)
        put16(bytes, frame.layer[i].field, computed(bytes, frame.layer[i]));
    const Reading reading = read_frame(ethertype, bytes);
    const xcf_frame again = parse(ethertype, bytes);
    expect_same(again, reading, bytes, "filled");
    for (unsigned i = 0; i < again.layers; i++) {
        const Place& place = reading.places[i];
        const View covered = View(bytes).subspan(place.at, place.len);
        if (ones_sum(covered, ones_sum(place.pseudo)) != 0xffff)
            fail("filled in, it does not sum up to all ones");
        if (!good(bytes, again.layer[i]))
            fail("filled in, it is not good");
        if (xcf_without(&again.layer[i]))
            fail("filled in, it is without");
    }
}

} // namespace

// A corpus to begin with: DIR/seed-N, one of each combination now and then.
extern "C" int LLVMFuzzerInitialize(int*, char***) {
    const char* dir = std::getenv("FUZZ_SEEDS");
    if (!dir)
        return 0;
    std::filesystem::create_directories(dir);
    unsigned number = 0;
    each_combination(1, [&](const Piece& piece, const std::string&) {
        if (number++ % 37 != 0)
            return;
        Bytes bytes;
        append16(bytes, piece.ethertype);
        append(bytes, piece.bytes);
        std::ofstream(std::string(dir) + "/seed-" + std::to_string(number), std::ios::binary)
            .write(reinterpret_cast<const char*>(bytes.data()),
                   static_cast<std::streamsize>(bytes.size()));
    });
    std::exit(0);
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    if (size < 2)
        return 0;
    const uint16_t ethertype = get16({data, size}, 0);
    const Bytes bytes(data + 2, data + size);
    const Reading reading = read_frame(ethertype, bytes);
    const xcf_frame frame = parse(ethertype, bytes);
    expect_same(frame, reading, bytes, "whole");
    // Headers are in the first bytes; from every start there, and from some behind.
    for (size_t have = 0; have < bytes.size(); have += have < 64 ? 1 : 13)
        expect_same(in_parts(ethertype, bytes, have), reading, bytes, "in parts");
    const int blank = xcf_blank_layer(&frame);
    if (blank < -1 || blank >= static_cast<int>(frame.layers))
        fail("the blank layer is none that it has");
    fill_and_check(ethertype, bytes, frame);
    return 0;
}
