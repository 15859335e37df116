// SPDX-License-Identifier: GPL-2.0-or-later
// What ends the program arrives as a file to be read, so that the terminal is put
// right first; what stops it (Ctrl-Z) and another size are left to ncurses.
#include "top/screen.h"

#include "lib/terminal.h"

#define NCURSES_NOMACROS // functions are called as such
#include <curses.h>
#include <fmt/format.h>
#include <langinfo.h>
#include <poll.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <clocale>
#include <csignal>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>

namespace dom0ctl {
namespace {

constexpr short notice_pair = 1;
constexpr short alarm_pair = 2;
constexpr int escape_ms = 25; // after which an escape is a key of its own
constexpr int ctrl_h = 8;
constexpr int escape = 27;
constexpr int delete_key = 127;

sigset_t ending_signals() {
    sigset_t set;
    ::sigemptyset(&set);
    for (const int signal : {SIGTERM, SIGHUP, SIGINT, SIGQUIT})
        ::sigaddset(&set, signal);
    return set;
}

std::optional<TopPress> translate(int key) {
    static constexpr std::array<std::pair<int, TopKey>, 13> keys{{
        {KEY_UP, TopKey::up},
        {KEY_DOWN, TopKey::down},
        {KEY_PPAGE, TopKey::page_up},
        {KEY_NPAGE, TopKey::page_down},
        {KEY_HOME, TopKey::home},
        {KEY_END, TopKey::end},
        {KEY_ENTER, TopKey::enter},
        {'\n', TopKey::enter},
        {'\r', TopKey::enter},
        {escape, TopKey::escape},
        {KEY_BACKSPACE, TopKey::backspace},
        {KEY_F(1), TopKey::help},
        {delete_key, TopKey::backspace},
    }};
    for (const auto& [code, meaning] : keys) {
        if (code == key)
            return TopPress{meaning, 0};
    }
    if (key == ctrl_h)
        return TopPress{TopKey::backspace, 0};
    constexpr int bytes = 256;
    if (key < 0 || key >= bytes)
        return std::nullopt; // a key without a meaning here, or another size
    return TopPress{TopKey::character, static_cast<char>(key)};
}

// What the terminal cannot show is not sent to it.
std::string narrowed(std::string_view text) {
    std::string plain;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x80)
            plain += c;
        else if (byte >= 0xc0)
            plain += '?';
    }
    return plain;
}

} // namespace

struct TopScreen::Terminal {
    SCREEN* screen = nullptr;
    WINDOW* window = nullptr; // all of it
    Fd signals;
    sigset_t mask{}; // as it was before
    bool colours = false;
    bool utf8 = false;
};

TopScreen::TopScreen() : terminal_(std::make_unique<Terminal>()) {}

Result<std::unique_ptr<TopScreen>> TopScreen::open() {
    if (::isatty(STDIN_FILENO) != 1 || ::isatty(STDOUT_FILENO) != 1)
        return Error{ExitCode::usage, "top needs a terminal to show itself on",
                     "give --batch, and with it --count, to write to a file or a pipe"};
    std::setlocale(LC_CTYPE, "");
    std::unique_ptr<TopScreen> opened(new TopScreen);
    Terminal& terminal = *opened->terminal_;
    const sigset_t ending = ending_signals();
    ::sigprocmask(SIG_BLOCK, &ending, &terminal.mask);
    terminal.signals = Fd(::signalfd(-1, &ending, SFD_CLOEXEC | SFD_NONBLOCK));
    terminal.screen = ::newterm(nullptr, stdout, stdin);
    if (terminal.screen == nullptr) {
        const char* const name = std::getenv("TERM");
        return Error{ExitCode::failed,
                     fmt::format("the terminal cannot be used: TERM is {}",
                                 name == nullptr ? "not set" : fmt::format("'{}'", name)),
                     "set TERM to what the terminal is, such as xterm, or give --batch"};
    }
    terminal.window = stdscr;
    terminal.utf8 = std::string_view(::nl_langinfo(CODESET)) == "UTF-8";
    ::cbreak();
    ::noecho();
    ::nonl();
    ::keypad(stdscr, TRUE);
    ::nodelay(stdscr, TRUE);
    ::set_escdelay(escape_ms);
    ::curs_set(0);
    terminal.colours = wants_colours(STDOUT_FILENO) && ::has_colors() && ::start_color() == OK;
    if (terminal.colours) {
        const short background = ::use_default_colors() == OK ? -1 : COLOR_BLACK;
        ::init_pair(notice_pair, COLOR_YELLOW, background);
        ::init_pair(alarm_pair, COLOR_RED, background);
    }
    return opened;
}

TopScreen::~TopScreen() {
    if (terminal_->screen != nullptr) {
        ::endwin();
        ::delscreen(terminal_->screen);
    }
    ::sigprocmask(SIG_SETMASK, &terminal_->mask, nullptr);
}

std::size_t TopScreen::width() const {
    return static_cast<std::size_t>(std::max(::getmaxx(terminal_->window), 0));
}

std::size_t TopScreen::height() const {
    return static_cast<std::size_t>(std::max(::getmaxy(terminal_->window), 0));
}

void TopScreen::draw(const std::vector<TopLine>& lines) const {
    ::erase();
    int y = 0;
    for (const TopLine& line : lines) {
        attr_t attributes = A_NORMAL;
        if (line.style == TopStyle::titles)
            attributes = A_REVERSE;
        else if (line.style == TopStyle::alarm)
            attributes = A_BOLD;
        short pair = 0;
        if (terminal_->colours && line.style == TopStyle::notice)
            pair = notice_pair;
        if (terminal_->colours && line.style == TopStyle::alarm)
            pair = alarm_pair;
        ::attr_set(attributes, pair, nullptr);
        // The last place of the last line moves no cursor beyond it.
        ::mvaddstr(y++, 0, (terminal_->utf8 ? line.text : narrowed(line.text)).c_str());
    }
    ::attr_set(A_NORMAL, 0, nullptr);
    ::refresh();
}

TopScreen::Event TopScreen::wait(std::chrono::milliseconds most) const {
    Event event;
    std::array<pollfd, 2> sources{
        {{STDIN_FILENO, POLLIN, 0}, {terminal_->signals.get(), POLLIN, 0}}};
    // Behind an Escape, ncurses may hold keys that poll() does not see.
    const int queued = ::getch();
    const int ready =
        ::poll(sources.data(), sources.size(), queued != ERR ? 0 : static_cast<int>(most.count()));
    signalfd_siginfo info{};
    if (ready > 0 && ::read(terminal_->signals.get(), &info, sizeof(info)) == sizeof(info)) {
        event.signal = static_cast<int>(info.ssi_signo);
        return event;
    }
    // Also when poll() was interrupted: by another size, which comes as a key.
    const int key = queued != ERR ? queued : ::getch();
    if (key != ERR)
        event.pressed = translate(key);
    else if (ready > 0 && (sources[0].revents & (POLLHUP | POLLERR)) != 0)
        event.signal = SIGHUP; // the terminal has gone
    return event;
}

} // namespace dom0ctl
