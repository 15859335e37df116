// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace dom0ctl {

inline constexpr std::array<std::string_view, 4> csum_modes{"off", "complete", "nooffload",
                                                            "verify"};
inline constexpr std::array<std::string_view, 2> csum_gso{"pass", "segment"};
inline constexpr std::array<std::string_view, 3> csum_bad{"count", "drop", "repair"};

/// Where received packets are corrected: the second word that mode reads as.
inline constexpr std::array<std::string_view, 3> csum_hooks{"netback", "netfront", "netfilter"};

/// One of the settings of a network interface. The names are those of the sysfs
/// attributes, of the settings on the command line and, after "default_", of the
/// module parameters.
struct CsumKey {
    std::string_view name;
    std::span<const std::string_view> words; ///< all that it can be
};

/// The one list of them; everything that names a setting is made from it.
inline constexpr std::size_t csum_key_count = 3;
inline constexpr std::array<CsumKey, csum_key_count> csum_keys{{
    {"mode", csum_modes},
    {"gso", csum_gso},
    {"bad", csum_bad},
}};

/// The settings of an interface, in the order of csum_keys, and where received
/// packets are corrected: empty where that is not told, as with the defaults.
struct CsumSettings {
    std::array<std::string, csum_key_count> words;
    std::string hook;
};

} // namespace dom0ctl
