// SPDX-License-Identifier: GPL-2.0-or-later
// An independent model of one token bucket in rational numbers of any size. It shares no formula
// with the core but the definition: content grows by rate per second up to depth; a request goes
// once the content reaches the smaller of its cost and the depth, and takes its whole cost.
#pragma once

#include <gmpxx.h>

#include <cstdint>
#include <string>

inline mpz_class big(uint64_t v) {
    return mpz_class(std::to_string(v));
}

class Oracle {
  public:
    Oracle(uint64_t rate, uint64_t depth, uint64_t now)
        : rate_(big(rate)), depth_(big(depth)), content_(depth_), since_(big(now)) {}

    // The first whole nanosecond at or after `from` at which `cost` may go; it is charged there.
    mpz_class serve(const mpz_class& from, uint64_t cost) {
        const mpq_class need = std::min(mpq_class(big(cost)), depth_);
        mpq_class at = from;
        if (content_at(from) < need) {
            // content_ + (t - since) * rate / 1e9 = need, and depth is no obstacle below need
            at = since_ + (need - content_) * 1000000000 / rate_;
        }
        mpz_class t;
        mpz_cdiv_q(t.get_mpz_t(), at.get_num_mpz_t(), at.get_den_mpz_t());
        content_ = content_at(t) - mpq_class(big(cost));
        since_ = t;
        return t;
    }

  private:
    [[nodiscard]] mpq_class content_at(const mpz_class& t) const {
        const mpq_class grown = content_ + mpq_class(t - since_) * rate_ / 1000000000;
        return std::min(grown, depth_);
    }

    mpq_class rate_;
    mpq_class depth_;
    mpq_class content_;
    mpz_class since_;
};
