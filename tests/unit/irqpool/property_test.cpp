// SPDX-License-Identifier: GPL-2.0-or-later
// What holds whatever happens: domains come and go, binds fail, limits are turned, and censuses are
// late. Every step is held against the model.
#include "dom0.h"
#include "model.h"

#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <random>
#include <string>
#include <utility>

namespace {

constexpr Domid domids = 6;

class Life {
  public:
    explicit Life(int seed) : random_(seed) {
        // Some lives are without a quota, some without ceilings: what is left decides alone.
        quotas_ = random_() % 4;
        ceilings_ = random_() % 4;
    }

    void step() {
        const Domid who = random_() % domids;
        switch (random_() % 24) {
        case 0:
            set_quota(who);
            break;
        case 1:
            if (quotas_)
                set(ledger_.default_quota, model_.default_quota, 15);
            break;
        case 2: {
            const int what = static_cast<int>(random_() % XIP_CEILINGS);
            if (ceilings_)
                set(ledger_.ceiling[what], model_.ceilings[what], 50);
            break;
        }
        case 3:
            model_.share = random_() % 8 ? random_() % 20 : uint64_t{XIP_NUMBER_MAX};
            ledger_.share = static_cast<uint32_t>(model_.share);
            break;
        case 4:
            model_.besides = random_() % 20;
            ledger_.besides[XIP_DESCRIPTORS] = static_cast<uint32_t>(model_.besides);
            break;
        case 5:
        case 6:
            others_come_and_go(who);
            break;
        case 7:
            census();
            break;
        case 8: // looked, but not told yet
            late_ = {who, model_.census(who)};
            break;
        case 9:
            if (late_ && has(late_->first))
                found(late_->first, late_->second);
            late_.reset();
            break;
        case 10:
            if (random_() % 4 == 0)
                die(who);
            break;
        case 11:
        case 12: // the bind that was asked for fails
            if (take(who) == XIP_OK)
                give_back(who);
            break;
        case 13:
        case 14:
        case 15:
        case 16:
        case 17:
            give_back(who);
            break;
        default:
            take(who);
        }
    }

    void check() const {
        uint64_t bound = 0, others = 0;
        for (const auto& [who, account] : accounts_) {
            bound += account.bound;
            others += account.others;
            ASSERT_EQ(account.bound, model_.bound.count(who)) << "domain " << who;
            ASSERT_EQ(account.others, model_.remembered.count(who)) << "domain " << who;
            ASSERT_EQ(account.refused, model_.refusals.count(who)) << "domain " << who;
            ASSERT_EQ(xip_used_by(&account), model_.used_by(who)) << "domain " << who;
            ASSERT_EQ(xip_quota_of(&ledger_, &account),
                      model_.quota(who).value_or(uint64_t{XIP_NO_LIMIT}));
        }
        ASSERT_EQ(ledger_.bound, bound);
        ASSERT_EQ(ledger_.others, others);
        ASSERT_EQ(ledger_.refused, model_.refusals_ever);
        for (const xip_ceiling what : {XIP_CHANNELS, XIP_DESCRIPTORS})
            ASSERT_EQ(xip_used(&ledger_, what), model_.used(what));
    }

    // After the last domain has gone nothing may be left.
    void end() {
        late_.reset();
        for (Domid who = 0; who < domids; who++)
            die(who);
        ASSERT_TRUE(accounts_.empty());
        ASSERT_EQ(ledger_.bound, 0u);
        ASSERT_EQ(ledger_.others, 0u);
    }

    uint64_t verdicts[XIP_FULL_DESCRIPTORS + 1] = {};

  private:
    [[nodiscard]] bool has(Domid who) const { return accounts_.count(who); }

    xip_account& account(Domid who) { return accounts_.try_emplace(who, newcomer()).first->second; }

    // A small number, none, or the largest one that can be set.
    void set(uint32_t& core, Limit& model, uint32_t most) {
        switch (random_() % 6) {
        case 0:
            core = XIP_NO_LIMIT;
            model.reset();
            break;
        case 1:
            model = core = XIP_NUMBER_MAX;
            break;
        default:
            model = core = random_() % most;
        }
    }

    void set_quota(Domid who) {
        if (!has(who) || !quotas_)
            return;
        if (random_() % 4 == 0) {
            account(who).quota = XIP_DEFAULT_QUOTA;
            model_.quotas.erase(who);
        } else {
            set(account(who).quota, model_.quotas[who], 15);
        }
    }

    xip_verdict take(Domid who) {
        const xip_verdict verdict = xip_take(&ledger_, &account(who));
        EXPECT_EQ(verdict, model_.take(who)) << "domain " << who;
        verdicts[verdict]++;
        return verdict;
    }

    void give_back(Domid who) {
        if (has(who)) {
            EXPECT_EQ(xip_give_back(&ledger_, &account(who)), model_.give_back(who));
        }
    }

    void others_come_and_go(Domid who) {
        if (random_() % 2)
            model_.others.insert(who);
        else if (const auto one = model_.others.find(who); one != model_.others.end())
            model_.others.erase(one);
    }

    void found(Domid who, uint64_t channels) {
        xip_found(&ledger_, &account(who), static_cast<uint32_t>(channels));
        model_.found(who, channels);
    }

    // A module that is loaded late finds out what backends have bound; then the census. One that
    // nobody overtakes is right, and an account that has nothing goes.
    void census() {
        for (Domid who = 0; who < domids; who++) {
            if (!has(who) && random_() % 4 == 0) {
                const uint32_t before = random_() % 12;
                xip_bound_before(&ledger_, &account(who), before);
                for (uint32_t i = 0; i < before; i++)
                    model_.bound.insert(who);
            }
            if (!has(who) && !model_.census(who))
                continue;
            found(who, model_.census(who));
            EXPECT_EQ(xip_used_by(&account(who)), model_.census(who));
            if (!xip_used_by(&account(who)))
                drop(who);
        }
    }

    void drop(Domid who) {
        accounts_.erase(who);
        model_.forget(who);
    }

    void die(Domid who) {
        model_.others.erase(who);
        if (!has(who))
            return;
        EXPECT_EQ(give_all_back(ledger_, account(who)), model_.bound.erase(who));
        found(who, 0);
        EXPECT_EQ(xip_used_by(&account(who)), 0u);
        drop(who);
    }

    std::mt19937_64 random_;
    unsigned quotas_, ceilings_;
    xip_ledger ledger_ = unlimited();
    std::map<Domid, xip_account> accounts_;
    Model model_;
    std::optional<std::pair<Domid, uint64_t>> late_;
};

TEST(AnyLife, IsWhatTheModelSaysAtEveryStep) {
    uint64_t verdicts[XIP_FULL_DESCRIPTORS + 1] = {};
    for (int seed = 0; seed < 400; seed++) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Life life(seed);
        for (int i = 0; i < 1000; i++) {
            life.step();
            life.check();
            ASSERT_FALSE(testing::Test::HasFailure()) << "step " << i;
        }
        life.end();
        ASSERT_FALSE(testing::Test::HasFailure()) << "at the end";
        for (int i = XIP_OK; i <= XIP_FULL_DESCRIPTORS; i++)
            verdicts[i] += life.verdicts[i];
    }
    // A test that never got a refusal would prove nothing.
    for (const uint64_t times : verdicts)
        EXPECT_GT(times, 10000u);
}

} // namespace
