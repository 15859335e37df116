// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/disks.h"

#include "lib/number.h"

#include <fmt/format.h>

#include <algorithm>

namespace dom0ctl {
namespace {

// a ... z, aa ... zz, aaa: what follows "xvd" for the disk of that number.
std::string letters(std::uint32_t disk) {
    std::string text;
    for (std::uint32_t rest = disk + 1; rest > 0; rest = (rest - 1) / 26)
        text += static_cast<char>('a' + (rest - 1) % 26);
    std::reverse(text.begin(), text.end());
    return text;
}

std::string name(std::string_view prefix, std::uint32_t disk, std::uint32_t partition) {
    std::string text = fmt::format("{}{}", prefix, letters(disk));
    if (partition != 0)
        text += fmt::format("{}", partition);
    return text;
}

} // namespace

std::string disk_name(Devid devid) {
    constexpr Devid extended = Devid{1} << 28U;
    if (devid >= 2 * extended)
        return fmt::format("{}", devid);
    if (devid >= extended) {
        const std::uint32_t disk = (devid - extended) >> 8U;
        const std::uint32_t partition = devid & 0xffU;
        // Small ones belong to major 202; this would be their second name.
        if (disk < 16 && partition < 16)
            return fmt::format("{}", devid);
        return name("xvd", disk, partition);
    }
    const std::uint32_t minor = devid & 0xffU;
    switch (devid >> 8U) {
    case 202:
        return name("xvd", minor >> 4U, minor & 0xfU);
    case 8:
        return name("sd", minor >> 4U, minor & 0xfU);
    case 3:
    case 22: {
        const std::uint32_t disk = (minor >> 6U) + (devid >> 8U == 22 ? 2 : 0);
        if (minor >= 128)
            break;
        return name("hd", disk, minor & 0x3fU);
    }
    default:
        break;
    }
    return fmt::format("{}", devid);
}

std::optional<Devid> parse_devid(std::string_view text) {
    return parse_number<Devid>(text);
}

} // namespace dom0ctl
