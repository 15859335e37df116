// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

/// What a client is told on its command line.
struct Order {
    std::string address;
    uint16_t port;
    /// Messages (0: until it is told to stop), or megabytes of a stream.
    uint64_t count;
    size_t size;
    unsigned at_once;
};

/// SIGTERM or SIGINT: send nothing more, wait for what is under way.
extern std::atomic<bool> told_to_stop;

int serve_echo(const std::vector<uint16_t>& ports);
int serve_sink(uint16_t port);
int flood(const std::string& address, uint16_t port);
int ask_udp(const Order& order);
int ask_tcp(const Order& order);
int ask_stream(const Order& order);
int send_raw(const std::string& protocol, const Order& order, uint16_t checksum);
