// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/prometheus.h"

#include "lib/exposition.h"
#include "tests/fake_samples.h"
#include "tests/golden.h"

#include <gtest/gtest.h>

namespace dom0ctl {
namespace {

TEST(Exposition, EscapesWhatHasAMeaning) {
    EXPECT_EQ(prometheus_label("name", "web1"), R"(name="web1")");
    EXPECT_EQ(prometheus_label("name", "a\"b\\c\nd"), R"(name="a\"b\\c?d")");
    EXPECT_EQ(prometheus_label("name", "\xff"), "name=\"?\"");
}

TEST(Exposition, LeavesOutAMetricWithoutAValue) {
    Exposition out;
    out.metric("none_total", "counter", "Nothing.");
    out.metric("one", "gauge", "One.");
    out.value("", 1);
    out.value(R"(a="b")", 18'446'744'073'709'551'615U);
    EXPECT_EQ(out.text(), "# HELP one One.\n# TYPE one gauge\none 1\n"
                          "one{a=\"b\"} 18446744073709551615\n");
}

TEST(Exposition, HistogramsGoUpAndEndInAll) {
    Histogram histogram{};
    histogram[0] = 4;  // did not wait
    histogram[9] = 3;  // up to 1024 ns
    histogram[10] = 2; // up to 2048 ns: between two buckets
    histogram[39] = 1; // beyond the last
    Exposition out;
    out.metric("wait_seconds", "histogram", "Waits.");
    out.histogram(R"(domid="5")", histogram, 1'500'000'000);
    const std::string& text = out.text();
    EXPECT_NE(text.find("wait_seconds_bucket{domid=\"5\",le=\"1.024e-06\"} 7\n"), std::string::npos)
        << text;
    EXPECT_NE(text.find("wait_seconds_bucket{domid=\"5\",le=\"4.096e-06\"} 9\n"),
              std::string::npos);
    EXPECT_NE(text.find("wait_seconds_bucket{domid=\"5\",le=\"68.719476736\"} 9\n"),
              std::string::npos);
    EXPECT_NE(text.find("wait_seconds_bucket{domid=\"5\",le=\"+Inf\"} 10\n"), std::string::npos);
    EXPECT_NE(text.find("wait_seconds_sum{domid=\"5\"} 1.5\n"), std::string::npos);
    EXPECT_NE(text.find("wait_seconds_count{domid=\"5\"} 10\n"), std::string::npos);
}

TEST(Prometheus, OfAGuestWithEverything) {
    GuestSample guest = busy_guest(5, "web1");
    guest.throttle->limits.at(1) = Value{20'000'000};
    guest.throttle->limits.at(5) = Value{500};
    expect_golden("prometheus", to_prometheus(sample_of({guest})));
}

TEST(Prometheus, OfNothingIsNothing) {
    EXPECT_EQ(to_prometheus({}), "");
}

} // namespace
} // namespace dom0ctl
