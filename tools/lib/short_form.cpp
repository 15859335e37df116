// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/short_form.h"

#include "lib/error.h"

#include <fmt/format.h>

#include <array>
#include <span>

namespace dom0ctl {
namespace {

// Three digits in the largest unit that leaves at least one before the point.
std::string scaled(double number, std::span<const std::string_view> units) {
    std::size_t unit = 0;
    // 999.5 is "1.00" of the next unit, not "1000" of this one.
    for (; number >= 999.5 && unit + 1 < units.size(); ++unit)
        number /= 1000;
    const int decimals = number < 9.995 ? 2 : number < 99.95 ? 1 : 0;
    return fmt::format("{:.{}f}{}", number, decimals, units[unit]);
}

} // namespace

std::string short_number(double number) {
    static constexpr std::array<std::string_view, 7> units{"", "K", "M", "G", "T", "P", "E"};
    // Nobody wants decimals of what is counted one by one.
    if (number < 999.5)
        return number > 0 && number < 9.95 &&
                       number != static_cast<double>(static_cast<int>(number))
                   ? fmt::format("{:.1f}", number)
                   : fmt::format("{:.0f}", number);
    return scaled(number, units);
}

std::string short_time(std::uint64_t ns) {
    static constexpr std::array<std::string_view, 4> units{"ns", "us", "ms", "s"};
    if (ns == 0)
        return "0";
    if (ns < 1000)
        return fmt::format("{}ns", ns);
    return scaled(static_cast<double>(ns), units);
}

std::string in_columns(std::string_view text, std::size_t width, Align align) {
    const std::string clean = printable(text);
    std::size_t columns = 0;
    std::size_t end = 0;
    for (; end < clean.size(); ++end) {
        // A character begins with any byte but one that goes on.
        if ((static_cast<unsigned char>(clean[end]) & 0xc0U) != 0x80U && columns++ == width) {
            --columns;
            break;
        }
    }
    std::string shown = clean.substr(0, end);
    shown.insert(align == Align::left ? shown.size() : 0, width - columns, ' ');
    return shown;
}

} // namespace dom0ctl
