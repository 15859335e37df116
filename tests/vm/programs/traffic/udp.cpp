// SPDX-License-Identifier: GPL-2.0-or-later
/// Numbered datagrams with a window: never more under way than queues hold, and
/// as fast as that allows.
#include "commands.h"
#include "pattern.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <sys/socket.h>
#include <sys/time.h>

namespace {

/// No answer for so long: what is under way is lost. A busy host may let a guest
/// wait for many seconds; who waits too long is told by the slowest answer.
constexpr timeval patience = {30, 0};

using Clock = std::chrono::steady_clock;

class Conversation {
  public:
    explicit Conversation(const Order& order)
        : order_(order), socket_(connect_to(SOCK_DGRAM, order.address, order.port)),
          message_(order.size), answer_(order.size + 1) {
        setsockopt(socket_.handle(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
    }

    int run() {
        while (more() || under_way_ > 0) {
            while (more() && under_way_ < order_.at_once)
                say();
            hear();
        }
        uint64_t lost = sent_ - answered_;
        std::printf(
            "sent %llu answered %llu lost %llu duplicated %llu wrong %llu slowest %lld ms\n",
            static_cast<unsigned long long>(sent_), static_cast<unsigned long long>(answered_),
            static_cast<unsigned long long>(lost), static_cast<unsigned long long>(duplicated_),
            static_cast<unsigned long long>(wrong_), static_cast<long long>(slowest_.count()));
        return sent_ > 0 && lost == 0 && duplicated_ == 0 && wrong_ == 0 ? 0 : 1;
    }

  private:
    struct Said {
        Clock::time_point when;
        bool heard;
    };

    bool more() const { return !told_to_stop && (order_.count == 0 || sent_ < order_.count); }

    void say() {
        make_message(message_, sent_);
        if (send(socket_.handle(), message_.data(), message_.size(), 0) < 0) {
            // Nobody listened to an earlier one, or the device is away: it is lost.
            if (errno != ECONNREFUSED && errno != ENETDOWN && errno != ENETUNREACH &&
                errno != ENOBUFS)
                give_up("send");
        }
        said_.push_back({Clock::now(), false});
        sent_++;
        under_way_++;
    }

    void hear() {
        ssize_t got = recv(socket_.handle(), answer_.data(), answer_.size(), 0);
        if (got < 0) {
            if (errno == EAGAIN)
                under_way_ = 0;
            else if (errno != EINTR && errno != ECONNREFUSED)
                give_up("recv");
            return;
        }
        uint64_t number = 0;
        if (static_cast<size_t>(got) == message_.size())
            std::memcpy(&number, answer_.data(), sizeof(number));
        make_message(message_, number);
        if (number >= sent_ || !std::equal(message_.begin(), message_.end(), answer_.begin())) {
            wrong_++;
        } else if (said_[number].heard) {
            duplicated_++;
        } else {
            said_[number].heard = true;
            slowest_ = std::max(slowest_, std::chrono::duration_cast<std::chrono::milliseconds>(
                                              Clock::now() - said_[number].when));
            answered_++;
            // It is zero when this one had been given up.
            under_way_ -= under_way_ > 0;
        }
    }

    Order order_;
    Socket socket_;
    std::vector<std::byte> message_, answer_;
    std::vector<Said> said_;
    std::chrono::milliseconds slowest_{};
    uint64_t sent_ = 0, answered_ = 0, duplicated_ = 0, wrong_ = 0;
    unsigned under_way_ = 0;
};

} // namespace

int ask_udp(const Order& order) {
    return Conversation(order).run();
}
