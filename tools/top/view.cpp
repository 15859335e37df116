// SPDX-License-Identifier: GPL-2.0-or-later
#include "top/view.h"

#include "lib/error.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace dom0ctl {
namespace {

// With fewer lines than this, what is above the rows is cut down.
constexpr std::size_t full_height = 12;
constexpr std::size_t full_head = 5;
constexpr std::size_t small_head = 2;
constexpr std::size_t foot = 1;

constexpr std::uint64_t first_level = 75; // per cent, as xen-irqpool warns
constexpr std::uint64_t second_level = 90;
constexpr double nearly_always = 0.9;

constexpr std::string_view keys_text =
    "q quit  h help  s sort  r reverse  / filter  d disks  + - delay";

constexpr std::array<std::string_view, 19> help_text{
    "up, down, page up, page down, home, end   scroll",
    "s S or > <   sort by the next column, the one before",
    "r            turn the order round",
    "/            show guests whose name has this in it, matches this",
    "             pattern (web*), or that have this domid; escape: all",
    "d            disks in place of guests, and back",
    "+ -          wait longer, shorter between refreshes",
    "space        refresh now",
    "q            quit",
    "",
    "READ/s WRITE/s   bytes let go to the disk",
    "LIMIT            the one nearest to being reached: r, w or t for reads,",
    "                 writes, total; io: requests; +: there are others",
    "THR%             part of the time in which a request had to wait",
    "P50 P99          half, 99 of 100 requests waited less than this",
    "FIX/s            packets whose checksum was put right",
    "CHAN QUOTA       event channels, and how many there may be",
    "",
    "any key goes back",
};

std::string clean_row(const std::vector<FittedColumn>& columns, auto&& text_of) {
    std::string line;
    for (const FittedColumn& some : columns) {
        if (!line.empty())
            line += ' ';
        line += in_columns(text_of(*some.column), some.width, some.column->align);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    return line;
}

TopStyle style_of(const TopRow& row) {
    if (!row.io || row.io->throttled <= 0)
        return TopStyle::plain;
    return row.io->throttled >= nearly_always ? TopStyle::alarm : TopStyle::notice;
}

std::uint64_t per_cent(const Amount& used, const Amount& ceiling) {
    if (!used.is_number() || !ceiling.is_number() || ceiling.number == 0)
        return 0;
    return static_cast<std::uint64_t>(static_cast<double>(used.number) * 100 /
                                      static_cast<double>(ceiling.number));
}

std::string ceiling_text(std::string_view what, const Amount& used, const Amount& ceiling) {
    if (!ceiling.is_number())
        return fmt::format("{} {}", what, to_string(used));
    return fmt::format("{} {} of {} ({}%)", what, to_string(used), to_string(ceiling),
                       per_cent(used, ceiling));
}

TopLine ceilings_line(const std::optional<CeilingSample>& ceilings) {
    if (!ceilings)
        return {"channels are not counted: xen-irqpool is not loaded", TopStyle::plain};
    const CeilingSample& is = *ceilings;
    const std::uint64_t level = std::max(per_cent(is.channels_used, is.channels_ceiling),
                                         per_cent(is.descriptors_used, is.descriptors_ceiling));
    std::string text =
        fmt::format("{}  {}", ceiling_text("channels", is.channels_used, is.channels_ceiling),
                    ceiling_text("descriptors", is.descriptors_used, is.descriptors_ceiling));
    if (is.guests_fit.is_number())
        text += fmt::format("  {} more guests fit", is.guests_fit.number);
    const TopStyle style = level >= second_level  ? TopStyle::alarm
                           : level >= first_level ? TopStyle::notice
                                                  : TopStyle::plain;
    return {std::move(text), style};
}

std::string guests_text(const TopTotals& totals) {
    return fmt::format("{} guest{}, {} throttled, {} waiting", totals.guests,
                       totals.guests == 1 ? "" : "s", totals.throttled, totals.waiting);
}

std::string rates_text(const TopFrame& frame) {
    if (frame.seconds <= 0)
        return "rates come with the next refresh";
    const TopTotals& totals = frame.totals;
    return fmt::format("read {}B/s  write {}B/s  requests {}/s  fixed packets {}/s",
                       short_number(totals.read_per_s), short_number(totals.write_per_s),
                       short_number(totals.ios_per_s), short_number(totals.fixed_per_s));
}

std::string selection_text(const TopState& state, std::size_t rows, std::size_t room) {
    const TopSettings& settings = state.settings;
    std::string text = fmt::format("by {}{}", settings.sort, settings.reverse ? ", reversed" : "");
    if (!settings.filter.empty())
        text += fmt::format("  only {}", settings.filter);
    const std::string_view what = settings.disks ? "disks" : "guests";
    if (rows == 0)
        return text + fmt::format("  no {}", what);
    return text + fmt::format("  {} {}-{} of {}", what, state.offset + 1,
                              std::min(state.offset + room, rows), rows);
}

std::string foot_text(const TopState& state, const TopCaption& caption) {
    if (state.typing)
        return fmt::format("filter: {}_", *state.typing);
    if (!caption.trouble.empty())
        return caption.trouble;
    return std::string(keys_text);
}

std::vector<TopLine> help_lines() {
    std::vector<TopLine> lines;
    lines.reserve(help_text.size());
    for (const std::string_view line : help_text)
        lines.push_back({std::string(line), TopStyle::plain});
    return lines;
}

// Lines as wide as the screen at most, and no more of them than it has.
std::vector<TopLine> cut(std::vector<TopLine> lines, std::size_t width, std::size_t height) {
    if (lines.size() > height)
        lines.resize(height);
    for (TopLine& line : lines) {
        line.text = in_columns(line.text, width);
        line.text.erase(line.text.find_last_not_of(' ') + 1);
    }
    return lines;
}

} // namespace

std::size_t rows_room(std::size_t height) {
    const std::size_t around = (height < full_height ? small_head : full_head) + foot;
    return height > around ? height - around : 0;
}

std::vector<TopLine> draw_top(const TopFrame& frame, const TopState& state,
                              const TopCaption& caption, std::size_t width, std::size_t height) {
    if (state.help)
        return cut(help_lines(), width, height);
    const std::vector<const TopRow*> rows = chosen_rows(frame, state.settings);
    const std::size_t room = rows_room(height);
    const std::vector<FittedColumn> columns = fit_columns(width, state.settings.disks);

    std::vector<TopLine> lines;
    lines.push_back({fmt::format("dom0ctl top {}  every {}  {}", caption.clock,
                                 format_delay(state.settings.delay), guests_text(frame.totals)),
                     TopStyle::plain});
    if (height >= full_height) {
        lines.push_back({rates_text(frame), TopStyle::plain});
        lines.push_back(ceilings_line(frame.ceilings));
        lines.push_back({selection_text(state, rows.size(), room), TopStyle::plain});
    }
    lines.push_back(
        {clean_row(columns, [&](const TopColumn& column) { return std::string(column.title); }),
         TopStyle::titles});
    for (std::size_t i = 0; i < room; ++i) {
        const std::size_t at = state.offset + i;
        if (at >= rows.size()) {
            lines.push_back({});
            continue;
        }
        const TopRow& row = *rows.at(at);
        lines.push_back(
            {clean_row(columns, [&](const TopColumn& column) { return column.text(row); }),
             style_of(row)});
    }
    lines.push_back({foot_text(state, caption),
                     caption.trouble.empty() || state.typing ? TopStyle::plain : TopStyle::alarm});
    return cut(std::move(lines), width, height);
}

std::string print_top(const TopFrame& frame, const TopSettings& settings,
                      const std::string& clock) {
    const std::vector<const TopRow*> rows = chosen_rows(frame, settings);
    std::vector<FittedColumn> columns;
    std::vector<std::vector<std::string>> texts(rows.size());
    for (const TopColumn& column : top_columns()) {
        if (settings.disks ? !column.of_disks : !column.of_guests)
            continue;
        std::size_t width = column.title.size();
        for (std::size_t i = 0; i < rows.size(); ++i) {
            texts.at(i).push_back(column.text(*rows.at(i)));
            width = std::max(width, texts.at(i).back().size());
        }
        columns.push_back({&column, width});
    }
    std::string text = fmt::format("dom0ctl top {}  {}\n{}\n{}\n", clock, guests_text(frame.totals),
                                   rates_text(frame), ceilings_line(frame.ceilings).text);
    text += clean_row(columns, [](const TopColumn& column) { return std::string(column.title); });
    text += '\n';
    for (const std::vector<std::string>& row : texts) {
        std::size_t i = 0;
        text += clean_row(columns, [&](const TopColumn&) { return row.at(i++); });
        text += '\n';
    }
    return text + '\n';
}

} // namespace dom0ctl
