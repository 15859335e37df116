// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/exposition.h"

#include "lib/error.h"

#include <fmt/format.h>

#include <iterator>

namespace dom0ctl {
namespace {

constexpr double ns_of_a_second = 1e9;

// Every other place from a microsecond to a minute: each bucket is a series of its
// own for Prometheus to keep.
constexpr std::size_t first_bucket = 9; // ends at 2^10 ns
constexpr std::size_t last_bucket = 35; // ends at 2^36 ns
constexpr std::size_t bucket_step = 2;

std::string in_seconds(std::uint64_t ns) {
    return fmt::format("{}", static_cast<double>(ns) / ns_of_a_second);
}

} // namespace

std::string prometheus_label(std::string_view name, std::string_view value) {
    std::string text = fmt::format("{}=\"", name);
    for (const char c : printable(value)) {
        if (c == '\\' || c == '"')
            text += '\\';
        text += c;
    }
    return text + '"';
}

void Exposition::metric(std::string_view name, std::string_view type, std::string_view help) {
    name_ = name;
    head_ = fmt::format("# HELP {0} {1}\n# TYPE {0} {2}\n", name, help, type);
}

void Exposition::line(std::string_view suffix, std::string_view labels, std::string_view value) {
    text_ += head_;
    head_.clear();
    text_.append(name_).append(suffix);
    if (!labels.empty())
        text_.append("{").append(labels).append("}");
    text_.append(" ").append(value).append("\n");
}

void Exposition::value(std::string_view labels, std::uint64_t number) {
    line("", labels, fmt::format_int(number).c_str());
}

void Exposition::seconds(std::string_view labels, std::uint64_t ns) {
    line("", labels, in_seconds(ns));
}

void Exposition::histogram(std::string_view labels, const Histogram& histogram, std::uint64_t ns) {
    std::uint64_t below = 0;
    std::size_t place = 0;
    const std::string prefix = fmt::format("{},le=\"", labels);
    for (std::size_t bucket = first_bucket; bucket <= last_bucket; bucket += bucket_step) {
        for (; place <= bucket; ++place)
            below += histogram.at(place);
        line("_bucket", fmt::format("{}{}\"", prefix, in_seconds(upper_bound_ns(bucket))),
             fmt::format_int(below).c_str());
    }
    const std::string all = fmt::format("{}", total(histogram));
    line("_bucket", prefix + "+Inf\"", all);
    line("_sum", labels, in_seconds(ns));
    line("_count", labels, all);
}

} // namespace dom0ctl
