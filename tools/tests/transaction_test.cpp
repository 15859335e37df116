// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/transaction.h"

#include <gtest/gtest.h>

#include <map>

namespace dom0ctl {
namespace {

struct Step {
    std::string name;
    int to = 0;
    int was = 0;
    int now = 0;
};

// Values by name, and what each write meets: the errors stand in the way of a
// value, so that the way there and the way back can fail apart.
struct Values {
    static constexpr const char* noun = "values";

    std::map<std::string, int> present;
    std::map<std::pair<std::string, int>, ExitCode> in_the_way;
    std::vector<std::string> written;

    Result<int> read(const Step& step) const {
        const auto found = present.find(step.name);
        if (found == present.end())
            return Error{ExitCode::no_guest, step.name + " is gone", ""};
        return found->second;
    }
    Result<void> write(const Step& step, int value) {
        written.push_back(step.name + "=" + std::to_string(value));
        const auto found = in_the_way.find({step.name, value});
        if (found != in_the_way.end())
            return Error{found->second, step.name + " refuses", ""};
        present.at(step.name) = value;
        return {};
    }
    static std::string left(const Step& step) {
        return step.name + " is left at " + std::to_string(step.to);
    }
};

Result<std::vector<Step>> run(Values& values, std::vector<Step> steps,
                              Vanished vanished = Vanished::is_an_error) {
    return Transaction(values, std::move(steps), vanished).run();
}

TEST(Transaction, ReadsWritesAndReadsAgain) {
    Values values{{{"a", 1}, {"b", 2}}, {}, {}};
    const Result<std::vector<Step>> made = run(values, {{"a", 10}, {"b", 20}});
    ASSERT_TRUE(made);
    ASSERT_EQ(made->size(), 2U);
    EXPECT_EQ((*made)[1].was, 2);
    EXPECT_EQ((*made)[1].now, 20);
    EXPECT_EQ(values.present, (std::map<std::string, int>{{"a", 10}, {"b", 20}}));
}

TEST(Transaction, AFailurePutsBackInReverse) {
    Values values{{{"a", 1}, {"b", 2}, {"c", 3}}, {{{"c", 30}, ExitCode::failed}}, {}};
    const Result<std::vector<Step>> made = run(values, {{"a", 10}, {"b", 20}, {"c", 30}});
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().what, "c refuses; the values already changed were put back");
    EXPECT_EQ(values.written, (std::vector<std::string>{"a=10", "b=20", "c=30", "b=2", "a=1"}));
    EXPECT_EQ(values.present, (std::map<std::string, int>{{"a", 1}, {"b", 2}, {"c", 3}}));
}

TEST(Transaction, WhatCannotBePutBackIsNamed) {
    Values values{{{"a", 1}, {"b", 2}, {"c", 3}},
                  {{{"c", 30}, ExitCode::no_permission}, {{"a", 1}, ExitCode::failed}},
                  {}};
    Result<std::vector<Step>> made = run(values, {{"a", 10}, {"b", 20}, {"c", 30}});
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code, ExitCode::no_permission);
    EXPECT_EQ(made.error().what,
              "c refuses; the values already changed were put back; a is left at 10");
    values.present["a"] = 1;
    made = run(values, {{"a", 10}, {"c", 30}});
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().what, "c refuses; a is left at 10");
}

TEST(Transaction, WhatGoesDuringTheWritesIsAnErrorOrSkipped) {
    const Values before{{{"a", 1}, {"b", 2}, {"c", 3}}, {{{"b", 20}, ExitCode::no_guest}}, {}};
    Values values = before;
    const Result<std::vector<Step>> strict = run(values, {{"a", 10}, {"b", 20}, {"c", 30}});
    ASSERT_FALSE(strict);
    EXPECT_EQ(strict.error().code, ExitCode::no_guest);
    EXPECT_EQ(values.present, before.present);

    values = before;
    const Result<std::vector<Step>> made =
        run(values, {{"a", 10}, {"b", 20}, {"c", 30}}, Vanished::is_skipped);
    ASSERT_TRUE(made);
    ASSERT_EQ(made->size(), 2U);
    EXPECT_EQ(made->back().name, "c");
    EXPECT_EQ(values.present, (std::map<std::string, int>{{"a", 10}, {"b", 2}, {"c", 30}}));
}

TEST(Transaction, WhatIsGoneOnTheWayBackNeedsNothing) {
    Values values{
        {{"a", 1}, {"b", 2}}, {{{"b", 20}, ExitCode::failed}, {{"a", 1}, ExitCode::no_guest}}, {}};
    const Result<std::vector<Step>> made = run(values, {{"a", 10}, {"b", 20}});
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().what, "b refuses");
}

TEST(Transaction, NothingIsWrittenIfOneCannotBeRead) {
    Values values{{{"a", 1}}, {}, {}};
    EXPECT_FALSE(run(values, {{"a", 10}, {"b", 20}}));
    EXPECT_TRUE(values.written.empty());
    const Result<std::vector<Step>> made =
        run(values, {{"a", 10}, {"b", 20}}, Vanished::is_skipped);
    ASSERT_TRUE(made);
    EXPECT_EQ(made->size(), 1U);
}

} // namespace
} // namespace dom0ctl
