// SPDX-License-Identifier: GPL-2.0-or-later
#include "contract.h"
#include "commands.h"
#include "words.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <sys/mman.h>

EdgePage::EdgePage()
    : at_(static_cast<char*>(
          mmap(nullptr, 2 * size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0))) {
    if (at_ == MAP_FAILED || munmap(at_ + size, size) != 0)
        std::abort();
}

EdgePage::~EdgePage() {
    munmap(at_, size);
}

void EdgePage::read_only(bool on) const {
    if (mprotect(at_, size, on ? PROT_READ : PROT_READ | PROT_WRITE) != 0)
        std::abort();
}

Contract::Contract(__u16 domid, __u32 devid) : domid_(domid), devid_(devid), before_(knobs()) {}

/// How the knobs of the domain and its disks stand.
std::vector<xbt_state> Contract::knobs() const {
    std::vector<xbt_state> states(64);
    auto get = argument<xbt_get>();
    get.count = static_cast<__u32>(states.size());
    get.states = address(states.data());
    get.state_size = sizeof(xbt_state);
    get.flags = XBT_GET_DOMAINS | XBT_GET_VBDS;
    get.domid = domid_;
    if (int error = device_.call(XBT_IOC_GET, &get)) {
        failed("get", error);
        std::exit(1);
    }
    states.resize(get.count);
    for (xbt_state& state : states)
        std::memset(&state.time_ns, 0, sizeof(state.time_ns));
    return states;
}

void Contract::holds(const std::string& what, bool so) {
    (so ? passed_ : failed_)++;
    if (!so)
        std::printf("FAILED %s\n", what.c_str());
}

void Contract::gives(const std::string& what, int wanted, unsigned long request, void* argument) {
    int got = device_.call(request, argument);
    if (got != wanted)
        std::printf("%s: %s instead of %s\n", what.c_str(), got ? std::strerror(got) : "success",
                    wanted ? std::strerror(wanted) : "success");
    holds(what, got == wanted);
    std::vector<xbt_state> after = knobs();
    bool same = after.size() == before_.size();
    for (size_t i = 0; same && i < after.size(); i++)
        same = std::memcmp(after[i].knob, before_[i].knob, sizeof(after[i].knob)) == 0;
    holds("no knob changed by " + what, same);
    before_ = after;
}

int Contract::result() const {
    std::printf("%zu-bit caller: %u ok, %u failed\n", sizeof(long) * 8, passed_, failed_);
    return failed_ ? 1 : 0;
}

int command_contract(const Words& words) {
    if (words.size() != 2)
        return failed("contract", EINVAL);
    Contract contract(domid_number(words[0]), devid_number(words[1]));

    const std::vector<unsigned long> unknown = {_IO(0xDC, 4), _IO(0xDC, 255), _IO(0xDD, 0),
                                                _IOR(0xDC, 0, int)};
    for (unsigned long request : unknown)
        contract.gives("call " + std::to_string(request), ENOTTY, request, nullptr);

    contract_of_argument(contract, "info", XBT_IOC_INFO, argument<xbt_info>());
    auto info = argument<xbt_info>();
    info.reserved = 1;
    contract.gives("info with its reserved field", EINVAL, XBT_IOC_INFO, &info);

    contract_of_set(contract);
    contract_of_get(contract);

    auto reset = argument<xbt_reset>();
    reset.domid = contract.domid();
    reset.devid = XBT_WHOLE_DOMAIN;
    contract_of_argument(contract, "reset", XBT_IOC_RESET, reset);
    auto bad = reset;
    bad.reserved = 1;
    contract.gives("reset with its reserved field", EINVAL, XBT_IOC_RESET, &bad);
    bad = reset;
    bad.reserved2 = 0x80000000;
    contract.gives("reset with its second reserved field", EINVAL, XBT_IOC_RESET, &bad);
    bad = reset;
    bad.domid = XBT_ALL_DOMAINS;
    bad.devid = contract.devid();
    contract.gives("reset of one disk of all domains", EINVAL, XBT_IOC_RESET, &bad);
    bad = reset;
    bad.domid = 0x7ffe;
    contract.gives("reset of no domain", ENOENT, XBT_IOC_RESET, &bad);
    bad = reset;
    bad.devid = 1;
    contract.gives("reset of no disk", ENOENT, XBT_IOC_RESET, &bad);
    return contract.result();
}

/// What somebody else than root may do: look.
int command_unprivileged(const Words& words) {
    if (words.size() != 2)
        return failed("unprivileged", EINVAL);
    Contract contract(domid_number(words[0]), devid_number(words[1]));

    auto info = argument<xbt_info>();
    contract.gives("info", 0, XBT_IOC_INFO, &info);
    xbt_setting setting = {contract.domid(), XBT_KNOB_read_bps, contract.devid(), 4096};
    auto set = argument<xbt_set>();
    set.count = 1;
    set.settings = address(&setting);
    set.setting_size = sizeof(setting);
    contract.gives("set", EPERM, XBT_IOC_SET, &set);
    auto reset = argument<xbt_reset>();
    reset.domid = contract.domid();
    reset.devid = XBT_WHOLE_DOMAIN;
    contract.gives("reset", EPERM, XBT_IOC_RESET, &reset);
    Device writer(O_RDWR);
    contract.holds("no opening for writing", !writer.there());
    return contract.result();
}
