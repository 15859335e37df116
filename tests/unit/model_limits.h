// SPDX-License-Identifier: GPL-2.0-or-later
// The limits of one level in rational numbers of any size, written from what the knobs mean and
// sharing no formula with the core: content grows by rate per second up to depth; a request goes
// once the content reaches the smaller of its cost and the depth, and takes its whole cost.
#pragma once

#include "oracle.h"

#include <algorithm>
#include <array>

extern "C" {
#include "knobs.h"
}

struct ModelBucket {
    bool limited = false;
    mpq_class rate, depth, content;
    mpz_class since;
    uint64_t rate_set = XBT_MAX, burst_set = XBT_AUTO;

    void flow_until(const mpz_class& now) {
        if (limited)
            content = std::min(depth, mpq_class(content + mpq_class(now - since) * rate / billion));
        since = now;
    }

    void set(uint64_t new_rate, uint64_t new_burst, const mpz_class& now) {
        const bool burst_changed = new_burst != burst_set;
        flow_until(now);
        const bool full = content == depth;
        const bool was_limited = limited;
        limited = new_rate != XBT_MAX;
        rate_set = new_rate;
        burst_set = new_burst;
        if (!limited)
            return;
        rate = big(new_rate);
        depth = new_burst == XBT_AUTO ? mpz_class(big(new_rate) / 64) : big(new_burst);
        depth = std::max(depth, mpq_class(1));
        if (!was_limited || (full && burst_changed))
            content = depth;
        content = std::min(content, depth);
    }

    // The first whole nanosecond at which a request of this cost finds what it needs, if nobody
    // else takes anything.
    [[nodiscard]] mpz_class first(const mpz_class& cost) const {
        if (!limited || cost == 0 || content >= std::min(mpq_class(cost), depth))
            return since;
        const mpq_class wait =
            (std::min(mpq_class(cost), depth) - content) * mpq_class(billion) / rate;
        mpz_class up;
        mpz_cdiv_q(up.get_mpz_t(), wait.get_num_mpz_t(), wait.get_den_mpz_t());
        return since + std::min(up, big(XBT_WAIT_MAX));
    }

    static inline const mpz_class billion = 1'000'000'000;
};

struct ModelLimits {
    std::array<std::array<ModelBucket, XBT_PARTS>, XBT_SCOPES> bucket;
    mpz_class size = 0;

    void set(unsigned knob, uint64_t value, const mpz_class& now) {
        struct Place {
            char kind;
            unsigned scope, part;
        };
#define XBT_PLACE(name, kind, scope, part) Place{#kind[0], XBT_##scope, XBT_##part},
        static const std::array<Place, XBT_KNOBS> places = {XBT_FOR_EACH_KNOB(XBT_PLACE)};
        const Place& place = places.at(knob);
        ModelBucket& b = bucket[place.scope][place.part];
        if (place.kind == 'r')
            b.set(value, b.burst_set, now);
        else if (place.kind == 'b')
            b.set(b.rate_set, value, now);
        else
            size = big(value);
    }

    void flow_until(const mpz_class& now) {
        for (auto& scope : bucket)
            for (ModelBucket& b : scope)
                b.flow_until(now);
    }

    // What a request of so many bytes costs in a part.
    [[nodiscard]] mpz_class cost(unsigned part, uint64_t bytes) const {
        if (part == XBT_BPS || part == XBT_BPS_PEAK)
            return big(bytes);
        if (size == 0 || bytes == 0)
            return 1;
        mpz_class ios;
        mpz_cdiv_q(ios.get_mpz_t(), big(bytes).get_mpz_t(), size.get_mpz_t());
        return ios;
    }

    // Calls f(bucket, scope, part) for all that limit a direction; a peak alone does not.
    template <typename F>
    void each_over(unsigned dir, F f) {
        for (const unsigned scope : {dir, unsigned{XBT_TOTAL}})
            for (unsigned part = 0; part < XBT_PARTS; part++) {
                const bool peak = part == XBT_BPS_PEAK || part == XBT_IOPS_PEAK;
                if (bucket[scope][part].limited && (!peak || bucket[scope][part - 1].limited))
                    f(bucket[scope][part], scope, part);
            }
    }
};
