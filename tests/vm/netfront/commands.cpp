// SPDX-License-Identifier: GPL-2.0-or-later
#include "commands.h"

#include <cstdio>
#include <unistd.h>

#include "build_frames.h"
#include "clock.h"
#include "error.h"
#include "program.h"
#include "select.h"

namespace netfront {

namespace {

// Where two frames part, for who has to find out why.
std::string difference(const Record& record) {
    std::string text = "sent " + std::to_string(record.frame.sent.size()) + " bytes";
    for (const Seen& seen : record.seen) {
        size_t at = 0;
        while (at < seen.bytes.size() && at < record.frame.sent.size() &&
               seen.bytes[at] == record.frame.sent[at])
            at++;
        text += ", seen " + std::to_string(seen.bytes.size()) + (seen.blank ? " (blank)" : "") +
                " that differ from byte " + std::to_string(at);
        if (at + 1 < seen.bytes.size()) {
            char words[16];
            std::snprintf(words, sizeof(words), " on: %04x", read16(seen.bytes, at));
            text += words;
        }
    }
    return text;
}

} // namespace

Front& Commands::front() {
    if (!front_)
        throw Error("there is no vif yet: create first");
    return *front_;
}

Commands::Selected Commands::select(const std::vector<std::string>& patterns, size_t from) {
    return select_records<Record>(front().records(), patterns, from, "frame");
}

void Commands::connect(const Command& command) {
    command.only({"csum", "csum6", "sg", "gso"});
    const auto node = [&](const char* key, bool inverted = false) {
        return (command.number(key, 1) != 0) != inverted ? "1" : "0";
    };
    front().connect({{"feature-no-csum-offload", node("csum", true)},
                     {"feature-ipv6-csum-offload", node("csum6")},
                     {"feature-sg", node("sg")},
                     {"feature-gso-tcpv4", node("gso")},
                     {"feature-gso-tcpv6", node("gso")}});
}

void Commands::sleep(const Command& command) {
    command.only({"ms"});
    const auto end = now_ns() + static_cast<int64_t>(command.number("ms", 0)) * 1'000'000;
    while (now_ns() < end)
        front().idle();
}

// outcomes TAG...: prints one line each, for whoever compares two runs.
void Commands::outcomes(const Command& command) {
    command.only({});
    for (const Record* record : select(command.words))
        std::printf("outcome %s %s\n", record->tag.c_str(), outcome(*record).c_str());
}

// expect OUTCOME TAG...
void Commands::expect(const Command& command) {
    command.only({});
    if (command.words.empty())
        throw Error("expect what?");
    for (const Record* record : select(command.words, 1))
        if (const auto is = outcome(*record); is != command.words[0])
            throw Error(record->tag + " is " + is + ": " + difference(*record));
}

// expect-answer ok|error|none TAG...: how the back end answered all its slots.
void Commands::expect_answer(const Command& command) {
    command.only({});
    if (command.words.empty())
        throw Error("which answer?");
    for (const Record* record : select(command.words, 1)) {
        const std::string is = record->answered == 0              ? "none"
                               : record->answered < record->slots ? "partial"
                               : record->errors                   ? "error"
                                                                  : "ok";
        if (is != command.words[0])
            throw Error(record->tag + " was answered: " + is);
    }
}

void Commands::run(const Command& command) {
    const std::string& name = command.name;
    const auto timeout = static_cast<unsigned>(command.number("timeout", 20));
    if (name == "send") {
        send_frames(command, front());
    } else if (name == "random") {
        send_random(command, front());
    } else if (name == "inject") {
        inject_frames(command, front());
    } else if (name == "create") {
        command.only({"handle"});
        if (front_)
            throw Error("there is a vif already");
        front_ = std::make_unique<Front>(static_cast<unsigned>(command.number("handle", 90)));
    } else if (name == "connect") {
        connect(command);
    } else if (name == "settle") {
        command.only({"timeout"});
        front().settle(timeout);
    } else if (name == "outcomes") {
        outcomes(command);
    } else if (name == "expect") {
        expect(command);
    } else if (name == "expect-answer") {
        expect_answer(command);
    } else if (name == "close") {
        command.only({"timeout"});
        front().close(command.flag("at-once"), timeout);
    } else if (name == "reopen") {
        front().reopen();
    } else if (name == "destroy") {
        front_.reset();
    } else if (name == "forget") {
        front().forget();
    } else if (name == "lie") {
        command.only({"requests"});
        front().lie(static_cast<unsigned>(command.number("requests", 0)));
    } else if (name == "sleep") {
        sleep(command);
    } else if (name == "shell") {
        run_shell(command.rest, [this] {
            if (front_)
                front_->idle();
            else
                usleep(10'000);
        });
    } else {
        throw Error("there is no command " + name);
    }
}

} // namespace netfront
