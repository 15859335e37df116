// SPDX-License-Identifier: GPL-2.0-or-later
#include "top/clock.h"

#include <array>
#include <ctime>

namespace dom0ctl {
namespace {

std::string now_as(const char* format) {
    const std::time_t now = std::time(nullptr);
    std::tm local{};
    std::array<char, 32> text{};
    if (::localtime_r(&now, &local) == nullptr)
        return "-";
    return {text.data(), std::strftime(text.data(), text.size(), format, &local)};
}

} // namespace

std::string time_of_day() {
    return now_as("%H:%M:%S");
}

std::string date_and_time() {
    return now_as("%Y-%m-%dT%H:%M:%S%z");
}

} // namespace dom0ctl
