// SPDX-License-Identifier: GPL-2.0-or-later
// What: completing a checksum on the host (parse, the kernel's sum, finish) beside a plain read
//
// Bytes per cycle of the time stamp counter, over blank TCP frames that lie one
// behind the other. The two take turns, and the fastest round of each counts:
// the machine may have other things to do.
extern "C" {
#include "frame.h"
__wsum csum_partial_6_1(const void* bytes, int n, __wsum sum);
__wsum csum_partial_6_12(const void* bytes, int n, __wsum sum);
__u64 read_plainly(const void* bytes, __u64 n);
}

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>
#include <x86intrin.h>

namespace {

using Sum = __wsum (*)(const void* bytes, int n, __wsum sum);

[[noreturn]] void die(const char* what) {
    std::fprintf(stderr, "csum-core: %s\n", what);
    std::exit(1);
}

class Frames {
  public:
    Frames(size_t size, size_t memory)
        : size_(size), count_(memory / size), bytes_(count_ * size + 8) {
        unsigned noise = 1;
        for (u8& byte : bytes_)
            byte = static_cast<u8>((noise = noise * 1103515245 + 12345) >> 16);
        for (size_t i = 0; i < count_; i++) {
            u8* ip = frame(i);
            std::memset(ip, 0, 12);
            ip[0] = 0x45;
            ip[2] = static_cast<u8>(size >> 8);
            ip[3] = static_cast<u8>(size);
            ip[9] = IPPROTO_TCP;
            ip[32] = 0x50;
        }
    }

    // As a sender leaves them: the sum of the pseudo header in the field.
    void blank() {
        for (size_t i = 0; i < count_; i++) {
            const xcf_frame found = parsed(i);
            const u32 sum = (found.layer[0].pseudo & 0xffff) + (found.layer[0].pseudo >> 16);
            put(i, found.layer[0], static_cast<__sum16>((sum & 0xffff) + (sum >> 16)));
        }
    }

    void complete(Sum sum) {
        for (size_t i = 0; i < count_; i++) {
            const xcf_frame found = parsed(i);
            const int blank = xcf_blank_layer(&found);
            if (blank < 0)
                die("the core finds nothing to complete");
            const xcf_layer& layer = found.layer[blank];
            put(i, layer, 0);
            put(i, layer,
                xcf_checksum(&layer, sum(frame(i) + layer.at, static_cast<int>(layer.len), 0)));
        }
    }

    // What was timed must have been right.
    void check() {
        for (size_t i = 0; i < count_; i++) {
            const xcf_layer layer = parsed(i).layer[0];
            u64 sum = layer.pseudo;
            for (u32 at = 0; at < layer.len; at += 2) {
                __u16 word;
                std::memcpy(&word, frame(i) + layer.at + at, 2);
                sum += word;
            }
            if (sum == 0 || sum % 0xffff != 0)
                die("a completed checksum is wrong");
        }
    }

    void read() { read_ += read_plainly(bytes_.data(), total()); }

    [[nodiscard]] size_t total() const { return count_ * size_; }

  private:
    u8* frame(size_t i) { return bytes_.data() + i * size_; }

    xcf_frame parsed(size_t i) {
        xcf_frame found;
        const u32 size = static_cast<u32>(size_);
        if (xcf_parse(&found, __cpu_to_be16(ETH_P_IP), frame(i), size, size) != 0 ||
            found.layers != 1)
            die("the core does not know a TCP frame");
        return found;
    }

    void put(size_t i, const xcf_layer& layer, __sum16 value) {
        std::memcpy(frame(i) + layer.field, &value, sizeof(value));
    }

    size_t size_, count_;
    std::vector<u8> bytes_;
    u64 read_ = 0;
};

u64 cycles(auto&& what) {
    const u64 from = __rdtsc();
    what();
    return __rdtsc() - from;
}

void measure(size_t size, size_t memory, const char* where, const char* kernel, Sum sum,
             int rounds) {
    Frames frames(size, memory);
    u64 ours = ~u64{0}, rival = ~u64{0};
    for (int i = 0; i < rounds; i++) {
        frames.blank();
        rival = std::min(rival, cycles([&] { frames.read(); }));
        ours = std::min(ours, cycles([&] { frames.complete(sum); }));
        if (i == 0)
            frames.check();
    }
    const double bytes = static_cast<double>(frames.total());
    std::printf("{\"what\": \"bytes per cycle of the completion path: frames of %zu, %s, sum of "
                "%s\", \"ours\": %.3f, \"rival\": %.3f, \"rival_name\": \"plain read of the same "
                "memory\", \"goal\": \"none\"}\n",
                size, where, kernel, bytes / static_cast<double>(ours),
                bytes / static_cast<double>(rival));
}

} // namespace

int main(int argc, char** argv) {
    const int more = argc > 1 && std::strcmp(argv[1], "--quick") == 0 ? 1 : 10;
    constexpr size_t near = 96 << 10, far = 64 << 20;
    for (const size_t size : {1500, 9000})
        for (const auto& [kernel, sum] :
             {std::pair<const char*, Sum>{"6.1", csum_partial_6_1}, {"6.12", csum_partial_6_12}}) {
            measure(size, near, "in cache", kernel, sum, 300 * more);
            measure(size, far, "64 MiB of them", kernel, sum, 3 * more);
        }
}
