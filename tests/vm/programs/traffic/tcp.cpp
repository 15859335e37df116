// SPDX-License-Identifier: GPL-2.0-or-later
/// Streams. Messages one at a time on each of several connections, so that every
/// message is a packet of its own; or one long stream, of the largest packets.
#include "commands.h"
#include "pattern.h"

#include <algorithm>
#include <cstdio>
#include <sys/socket.h>
#include <thread>

namespace {

struct Account {
    std::atomic<uint64_t> sent, answered, wrong;
};

void talk(const Order& order, uint64_t count, Account& account) {
    Socket socket = connect_to(SOCK_STREAM, order.address, order.port);
    std::vector<std::byte> message(order.size), answer(order.size);
    for (uint64_t i = 0; !told_to_stop && (order.count == 0 || i < count); i++) {
        make_message(message, account.sent++);
        socket.write_all(message);
        if (socket.read_all(answer) != answer.size())
            return;
        account.answered++;
        account.wrong += message != answer;
    }
}

} // namespace

int ask_tcp(const Order& order) {
    Account account = {};
    {
        std::vector<std::jthread> threads;
        for (unsigned i = 0; i < order.at_once; i++)
            threads.emplace_back(talk, order, (order.count + i) / order.at_once, std::ref(account));
    }
    uint64_t lost = account.sent - account.answered;
    std::printf("sent %llu answered %llu lost %llu wrong %llu\n",
                static_cast<unsigned long long>(account.sent),
                static_cast<unsigned long long>(account.answered),
                static_cast<unsigned long long>(lost),
                static_cast<unsigned long long>(account.wrong));
    return account.sent > 0 && lost == 0 && account.wrong == 0 ? 0 : 1;
}

int ask_stream(const Order& order) {
    const uint64_t pieces = order.count * 1024 * 1024 / order.size;
    Socket socket = connect_to(SOCK_STREAM, order.address, order.port);
    std::jthread writer([&] {
        Pattern pattern(order.port);
        std::vector<std::byte> piece(order.size);
        for (uint64_t i = 0; i < pieces; i++) {
            pattern.fill(piece);
            socket.write_all(piece);
        }
        shutdown(socket.handle(), SHUT_WR);
    });
    Pattern pattern(order.port);
    std::vector<std::byte> wanted(order.size), piece(order.size + 1);
    uint64_t same = 0;
    for (uint64_t i = 0; i < pieces; i++) {
        pattern.fill(wanted);
        Bytes part(piece.data(), order.size);
        if (socket.read_all(part) != part.size())
            break;
        same += std::equal(part.begin(), part.end(), wanted.begin());
    }
    // Nothing may follow.
    bool at_end = socket.read_all(Bytes(piece.data(), 1)) == 0;
    std::printf("pieces %llu same %llu end %d\n", static_cast<unsigned long long>(pieces),
                static_cast<unsigned long long>(same), at_end);
    return pieces > 0 && same == pieces && at_end ? 0 : 1;
}
