// SPDX-License-Identifier: GPL-2.0-or-later
// Which level a ceiling is at, and that what hovers around one is told once.
#include "dom0.h"

#include <gmpxx.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <random>
#include <string>
#include <vector>

extern "C" {
#include "alarm.h"
}

namespace {

const std::vector<uint32_t> ceilings = {1,    2,     3,      19,     20,       21,       100,
                                        4095, 12548, 131071, 262144, 1u << 31, max32 - 1};
constexpr unsigned levels[] = {75, 90, 100};

// The smallest use that is at least so many per cent.
uint32_t at(unsigned percent, uint32_t ceiling) {
    mpz_class use;
    const mpz_class hundredth = mpz_class(ceiling) * percent;
    mpz_cdiv_q_ui(use.get_mpz_t(), hundredth.get_mpz_t(), 100);
    return static_cast<uint32_t>(use.get_ui());
}

TEST(Alarm, LevelsAreThoseOfTheDocument) {
    constexpr unsigned core[] = XIP_ALARMS;
    ASSERT_EQ(std::size(core), std::size(levels));
    for (size_t i = 0; i < std::size(levels); i++)
        EXPECT_EQ(core[i], levels[i]);
    EXPECT_EQ(XIP_ALARM_AGAIN, 5);
}

TEST(Alarm, WarnsAtTheFirstChannelThatReachesALevel) {
    for (const uint32_t ceiling : ceilings) {
        EXPECT_EQ(xip_alarm(0, 0, ceiling), 0u);
        unsigned before = 0;
        for (const unsigned level : levels) {
            const uint32_t first = at(level, ceiling);
            EXPECT_GE(xip_alarm(0, first, ceiling), level) << first << " of " << ceiling;
            EXPECT_LT(xip_alarm(0, first - 1, ceiling), level) << first << " of " << ceiling;
            if (ceiling >= 20) { // else a channel is more than a level
                EXPECT_EQ(xip_alarm(before, first, ceiling), level);
            }
            before = level;
        }
        EXPECT_EQ(xip_alarm(0, ceiling, ceiling), 100u);
    }
}

TEST(Alarm, LevelIsKeptUntilMoreThanFivePerCentLessAreUsed) {
    for (const uint32_t ceiling : ceilings)
        for (const unsigned level : levels) {
            const uint32_t last = at(level - 5, ceiling);
            EXPECT_GE(xip_alarm(level, last, ceiling), level) << last << " of " << ceiling;
            EXPECT_LT(xip_alarm(level, last - 1, ceiling), level) << last << " of " << ceiling;
        }
}

TEST(Alarm, FallsToTheLevelThatIsStillKept) {
    EXPECT_EQ(xip_alarm(100, 95, 100), 100u);
    EXPECT_EQ(xip_alarm(100, 94, 100), 90u);
    EXPECT_EQ(xip_alarm(100, 85, 100), 90u);
    EXPECT_EQ(xip_alarm(100, 84, 100), 75u);
    EXPECT_EQ(xip_alarm(100, 70, 100), 75u);
    EXPECT_EQ(xip_alarm(100, 69, 100), 0u);
    EXPECT_EQ(xip_alarm(90, 84, 100), 75u);
    EXPECT_EQ(xip_alarm(75, 69, 100), 0u);
}

TEST(Alarm, NoLevelIsKeptThatWasNotReached) {
    EXPECT_EQ(xip_alarm(0, 74, 100), 0u);
    EXPECT_EQ(xip_alarm(75, 89, 100), 75u);
    EXPECT_EQ(xip_alarm(90, 99, 100), 90u);
}

TEST(Alarm, JumpWarnsOfTheHighestLevelAtOnce) {
    EXPECT_EQ(xip_alarm(0, 95, 100), 90u);
    EXPECT_EQ(xip_alarm(0, 100, 100), 100u);
    EXPECT_EQ(xip_alarm(75, 500, 100), 100u);
    EXPECT_EQ(xip_alarm(0, max32, 1), 100u);
    EXPECT_EQ(xip_alarm(100, max32, max32 - 1), 100u);
}

TEST(Alarm, RaisedCeilingEndsTheAlarm) {
    EXPECT_EQ(xip_alarm(100, 12548, 20000), 0u);
    EXPECT_EQ(xip_alarm(0, 12548, 12548), 100u);
}

TEST(Alarm, WithoutACeilingThereIsNothingToWarnOf) {
    for (const unsigned level : {0u, 75u, 90u, 100u})
        for (const uint32_t used : {0u, 1u << 31, max32 - 1, max32})
            EXPECT_EQ(xip_alarm(level, used, XIP_NO_LIMIT), 0u) << used;
}

// As the document has it: told when the level was reached, over when it has fallen below by more
// than 5 per cent since. Whatever was last decides.
unsigned by_history(const std::vector<uint32_t>& uses, uint32_t ceiling) {
    for (auto level = std::rbegin(levels); level != std::rend(levels); ++level)
        for (auto use = uses.rbegin(); use != uses.rend(); ++use) {
            if (mpz_class(*use) * 100 < mpz_class(ceiling) * (*level - 5))
                break;
            if (mpz_class(*use) * 100 >= mpz_class(ceiling) * *level)
                return *level;
        }
    return 0;
}

TEST(Alarm, IsAtEveryStepWhatTheHistorySays) {
    unsigned warnings = 0, ends = 0;
    for (int seed = 0; seed < 400; seed++) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        std::mt19937_64 random(seed);
        const uint32_t ceiling = ceilings[seed % ceilings.size()];
        const int64_t stride = 1 + ceiling / (seed % 3 ? 50 : 8);
        int64_t use = random() % (uint64_t{ceiling} + 1);
        std::vector<uint32_t> uses;
        unsigned level = 0;
        for (int i = 0; i < 400; i++) {
            const unsigned before = level;
            uses.push_back(static_cast<uint32_t>(use));
            level = xip_alarm(level, uses.back(), ceiling);
            ASSERT_EQ(level, by_history(uses, ceiling)) << uses.back() << " of " << ceiling;
            // The same use again is no news.
            ASSERT_EQ(xip_alarm(level, uses.back(), ceiling), level);
            warnings += level > before;
            ends += level < before;
            use += static_cast<int64_t>(random() % (2 * stride + 1)) - stride;
            // Most of the time where something happens.
            use = std::clamp<int64_t>(use, ceiling / 2, int64_t{ceiling});
        }
    }
    EXPECT_GT(warnings, 5000u);
    EXPECT_GT(ends, 5000u);
}

TEST(Alarm, HoveringAroundALevelIsToldOnce) {
    for (const uint32_t ceiling : {20u, 4095u, 12548u, 131071u, max32 - 1})
        for (const unsigned level : levels) {
            unsigned now = 0, warned = 0;
            for (int i = 0; i < 100; i++) {
                const uint32_t use = i % 2 ? at(level - 5, ceiling) : at(level, ceiling);
                const unsigned next = xip_alarm(now, use, ceiling);
                warned += next > now;
                now = next;
            }
            EXPECT_EQ(warned, 1u) << level << " per cent of " << ceiling;
        }
}

} // namespace
