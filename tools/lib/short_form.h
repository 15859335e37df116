// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace dom0ctl {

// Numbers for the eye: three digits at most, rounded. What has to be exact is
// format_value() in units.h.

/// "0", "0.5", "999", "1.23K", "45.6M": powers of 1000; at most six characters up
/// to what 64 bits hold.
std::string short_number(double number);

/// "0", "512ns", "1.02us", "16.8ms", "4.29s": seconds go on without end.
std::string short_time(std::uint64_t ns);

enum class Align { left, right };

/// The text in exactly so many columns, cut or filled up with blanks. It is
/// printable(); wide characters are taken for narrow ones.
std::string in_columns(std::string_view text, std::size_t width, Align align = Align::left);

} // namespace dom0ctl
