// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/histogram.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace dom0ctl {

/// name="value": printable(), as the format wants UTF-8, with what has a meaning
/// there escaped.
std::string prometheus_label(std::string_view name, std::string_view value);

/// Lines in Prometheus' text format: all of a metric together, below its HELP and
/// TYPE, which are left out where there is none.
class Exposition {
  public:
    /// What follows is of this metric.
    void metric(std::string_view name, std::string_view type, std::string_view help);

    void value(std::string_view labels, std::uint64_t number);
    void seconds(std::string_view labels, std::uint64_t ns);
    /// A histogram of seconds, which takes 17 lines; ns is the sum of all times.
    void histogram(std::string_view labels, const Histogram& histogram, std::uint64_t ns);

    const std::string& text() const { return text_; }

  private:
    void line(std::string_view suffix, std::string_view labels, std::string_view value);

    std::string name_;
    std::string head_; // of a metric without a line so far
    std::string text_;
};

} // namespace dom0ctl
