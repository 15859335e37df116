// SPDX-License-Identifier: GPL-2.0-or-later
//
// The commands that do something; those that check are in expect.cpp.
#include "commands.h"

#include <unistd.h>

#include "build_request.h"
#include "clock.h"
#include "error.h"
#include "program.h"
#include "select.h"

namespace blkfront {

Front& Commands::front() {
    if (!front_)
        throw Error("there is no disk yet: create disk=/dev/... first");
    return *front_;
}

Commands::Selected Commands::select(const std::vector<std::string>& patterns, size_t from) {
    return select_records<Record>(front().records(), patterns, from, "request");
}

void Commands::create(const Command& command) {
    command.only({"disk", "devid"});
    if (front_)
        throw Error("there is a disk already");
    front_ = std::make_unique<Front>(command.text("disk", ""),
                                     static_cast<unsigned>(command.number("devid", 51952)));
}

void Commands::connect(const Command& command) {
    command.only({"protocol", "order", "queues", "persistent"});
    const std::string protocol = command.text("protocol", "native");
    Connection how;
    // Who names no protocol is taken for an old 32-bit guest.
    how.say_protocol = protocol != "unnamed";
    how.layout = find_layout(how.say_protocol ? protocol : "x86_32");
    if (!how.layout)
        throw Error("protocol= is none of native, x86_64, x86_32, unnamed");
    how.say_order = command.has("order");
    how.order = static_cast<unsigned>(command.number("order", 0));
    how.queues = static_cast<unsigned>(command.number("queues", 1));
    how.persistent = command.number("persistent", 0) != 0;
    front().connect(how);
}

void Commands::close(const Command& command) {
    command.only({"timeout"});
    front().close(command.flag("at-once"), static_cast<unsigned>(command.number("timeout", 30)));
}

void Commands::pause(int64_t ns) {
    const auto end = now_ns() + ns;
    while (now_ns() < end)
        front().idle();
}

void Commands::wait(const Command& command) {
    command.only({"timeout"});
    const auto end = now_ns() + static_cast<int64_t>(command.number("timeout", 30)) * second_ns;
    for (Record* record : select(command.words)) {
        while (!record->done()) {
            if (now_ns() > end)
                throw Error(record->tag + " is not answered");
            front().idle();
        }
    }
}

void Commands::sleep(const Command& command) {
    command.only({"ms"});
    pause(static_cast<int64_t>(command.number("ms", 0)) * 1'000'000);
}

// Answers are taken while the shell runs, so that their times stay true.
void Commands::shell(const Command& command) {
    run_shell(command.rest, [this] {
        if (front_)
            front_->idle();
        else
            usleep(10'000);
    });
}

void Commands::run(const Command& command) {
    const std::string& name = command.name;
    if (is_request(name)) {
        for (auto& record : build_requests(command, front().grants()))
            front().submit(std::move(record));
    } else if (name == "create") {
        create(command);
    } else if (name == "connect") {
        connect(command);
    } else if (name == "close") {
        close(command);
    } else if (name == "state") {
        // Says it and waits for nothing.
        if (!command.flag("closing"))
            throw Error("a state is closing; for the others there are commands");
        front().disk().set_state(state_closing);
    } else if (name == "reopen") {
        front().disk().set_state(state_initialising);
        front().disk().wait_state(state_init_wait, 60);
    } else if (name == "destroy") {
        front_.reset();
    } else if (name == "forget") {
        front().forget();
    } else if (name == "lie") {
        front().lie(static_cast<unsigned>(command.number("q", 0)),
                    static_cast<unsigned>(command.number("requests", 0)));
    } else if (name == "wait") {
        wait(command);
    } else if (name == "sleep") {
        sleep(command);
    } else if (name == "shell") {
        shell(command);
    } else if (name == "verify") {
        verify(command);
    } else if (name == "expect-status") {
        expect_status(command);
    } else if (name == "expect-waiting") {
        expect_waiting(command);
    } else if (name == "expect-order") {
        expect_order(command);
    } else if (name == "expect-even") {
        expect_even(command);
    } else if (name == "expect-took") {
        expect_took(command);
    } else if (name == "expect-rate" || name == "expect-rate-at-most") {
        expect_rate(command);
    } else if (name == "expect-node") {
        expect_node(command);
    } else if (name == "expect-free") {
        expect_free(command);
    } else {
        throw Error("there is no command " + name);
    }
}

} // namespace blkfront
