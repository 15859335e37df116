// SPDX-License-Identifier: GPL-2.0-or-later
/// Traffic whose every byte is accounted for, between guests and dom0.
#include "commands.h"

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <map>

std::atomic<bool> told_to_stop;

namespace {

constexpr const char* usage =
    "traffic echo PORT...                       gives back what comes by UDP and TCP\n"
    "traffic sink PORT                          takes what comes by TCP\n"
    "traffic flood ADDRESS PORT                 sends all it can by TCP until it is killed\n"
    "traffic udp ADDRESS PORT COUNT SIZE AT_ONCE  numbered datagrams there and back;\n"
    "traffic tcp ADDRESS PORT COUNT SIZE AT_ONCE  messages, one at a time on each connection;\n"
    "                                           a COUNT of 0: until SIGTERM\n"
    "traffic stream ADDRESS PORT MEGABYTES      a stream there and back\n"
    "traffic raw udp|tcp ADDRESS PORT COUNT CHECKSUM\n"
    "                                           packets with that checksum, right or not\n"
    "The clients end with 1 if anything was lost, changed or came twice.\n";

constexpr size_t stream_piece = 65536;
constexpr size_t least_message = 8;

int asks_for_help() {
    std::fputs(usage, stderr);
    return 2;
}

void stop(int) {
    told_to_stop = true;
}

} // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> words(argv + 1, argv + argc);
    if (words.size() >= 2 && words[0] == "echo") {
        std::vector<uint16_t> ports;
        for (size_t i = 1; i < words.size(); i++)
            ports.push_back(static_cast<uint16_t>(std::atoi(words[i].c_str())));
        return serve_echo(ports);
    }
    if (words.size() == 2 && words[0] == "sink")
        return serve_sink(static_cast<uint16_t>(std::atoi(words[1].c_str())));
    if (words.size() == 3 && words[0] == "flood")
        return flood(words[1], static_cast<uint16_t>(std::atoi(words[2].c_str())));
    if (words.size() == 6 && words[0] == "raw" && (words[1] == "udp" || words[1] == "tcp")) {
        const Order order = {words[2], static_cast<uint16_t>(std::atoi(words[3].c_str())),
                             std::strtoull(words[4].c_str(), nullptr, 10), 0, 1};
        return send_raw(words[1], order,
                        static_cast<uint16_t>(std::strtoul(words[5].c_str(), nullptr, 16)));
    }
    const std::map<std::string, std::function<int(const Order&)>> clients = {
        {"udp", ask_udp}, {"tcp", ask_tcp}, {"stream", ask_stream}};
    auto client = words.empty() ? clients.end() : clients.find(words[0]);
    if (client == clients.end() || words.size() != (words[0] == "stream" ? 4 : 6))
        return asks_for_help();
    Order order = {words[1], static_cast<uint16_t>(std::atoi(words[2].c_str())),
                   std::strtoull(words[3].c_str(), nullptr, 10), stream_piece, 1};
    if (words[0] != "stream") {
        order.size = std::strtoull(words[4].c_str(), nullptr, 10);
        order.at_once = static_cast<unsigned>(std::atoi(words[5].c_str()));
    }
    if (order.size < least_message || order.at_once == 0)
        return asks_for_help();
    // It interrupts no call: what waits for an answer gets it, or its patience ends.
    struct sigaction action = {};
    action.sa_handler = stop;
    action.sa_flags = SA_RESTART;
    sigaction(SIGTERM, &action, nullptr);
    sigaction(SIGINT, &action, nullptr);
    return client->second(order);
}
