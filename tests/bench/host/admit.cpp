// SPDX-License-Identifier: GPL-2.0-or-later
// What: one admit decision of the core beside DPDK's rte_meter, with 1 and with 1,000 domains
//
// Every decision is a yes: the clock goes on by more than a request costs. The
// two take turns in short rounds, and the fastest round of each counts: the
// machine may have other things to do.
#include <rte_cycles.h>
#include <rte_eal.h>
#include <rte_meter.h>

extern "C" {
#include "flow.h"
}

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <random>
#include <vector>

namespace {

constexpr u64 rate = 100'000'000'000;
constexpr u64 cost = 4096;
constexpr u64 tick = 100;
constexpr size_t decisions = 65536;

[[noreturn]] void die(const char* what) {
    std::fprintf(stderr, "admit: %s\n", what);
    std::exit(1);
}

double cpu_ns() {
    timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return static_cast<double>(t.tv_sec) * 1e9 + static_cast<double>(t.tv_nsec);
}

// Which domain is asked for next: anyone, so that no prefetcher can know.
std::vector<unsigned> any_order(unsigned domains) {
    std::mt19937 random(1);
    std::vector<unsigned> order(decisions);
    for (unsigned& one : order)
        one = static_cast<unsigned>(random() % domains);
    return order;
}

struct Domain {
    xbt_flow flow;
    xbt_disk disk;
    xbt_ring ring;
};

class Ours {
  public:
    Ours(unsigned domains, bool peak) : domains_(domains), order_(any_order(domains)) {
        for (Domain& domain : domains_) {
            xbt_flow_init(&domain.flow);
            xbt_disk_init(&domain.disk);
            std::memset(&domain.ring, 0, sizeof(domain.ring));
            domain.ring.disk = &domain.disk;
            xbt_limits_set_rate(&domain.flow.limits, XBT_READ, XBT_BPS, rate, 0);
            if (peak)
                xbt_limits_set_rate(&domain.flow.limits, XBT_READ, XBT_BPS_PEAK, 2 * rate, 0);
        }
    }

    void round() {
        xbt_req req = {};
        req.bytes = cost;
        req.dir = XBT_READ;
        for (unsigned one : order_) {
            Domain& domain = domains_[one];
            if (xbt_flow_ask(&domain.flow, &domain.ring, &req, now_ += tick) != XBT_GO)
                die("the core held a request that may go");
        }
    }

  private:
    std::vector<Domain> domains_;
    std::vector<unsigned> order_;
    u64 now_ = 0;
};

class SrTcm {
  public:
    explicit SrTcm(unsigned domains) : meters_(domains), order_(any_order(domains)) {
        rte_meter_srtcm_params params = {.cir = rate, .cbs = rate / 64, .ebs = rate / 64};
        if (rte_meter_srtcm_profile_config(&profile_, &params) != 0)
            die("rte_meter refuses the srTCM profile");
        for (rte_meter_srtcm& meter : meters_)
            if (rte_meter_srtcm_config(&meter, &profile_) != 0)
                die("rte_meter refuses the srTCM");
        now_ = rte_rdtsc();
    }

    void round() {
        for (unsigned one : order_)
            if (rte_meter_srtcm_color_blind_check(&meters_[one], &profile_, now_ += step_, cost) !=
                RTE_COLOR_GREEN)
                die("the srTCM refused what may go");
    }

  private:
    rte_meter_srtcm_profile profile_;
    std::vector<rte_meter_srtcm> meters_;
    std::vector<unsigned> order_;
    u64 now_, step_ = tick * rte_get_tsc_hz() / 1'000'000'000;
};

class TrTcm {
  public:
    explicit TrTcm(unsigned domains) : meters_(domains), order_(any_order(domains)) {
        rte_meter_trtcm_params params = {
            .cir = rate, .pir = 2 * rate, .cbs = rate / 64, .pbs = rate / 32};
        if (rte_meter_trtcm_profile_config(&profile_, &params) != 0)
            die("rte_meter refuses the trTCM profile");
        for (rte_meter_trtcm& meter : meters_)
            if (rte_meter_trtcm_config(&meter, &profile_) != 0)
                die("rte_meter refuses the trTCM");
        now_ = rte_rdtsc();
    }

    void round() {
        for (unsigned one : order_)
            if (rte_meter_trtcm_color_blind_check(&meters_[one], &profile_, now_ += step_, cost) !=
                RTE_COLOR_GREEN)
                die("the trTCM refused what may go");
    }

  private:
    rte_meter_trtcm_profile profile_;
    std::vector<rte_meter_trtcm> meters_;
    std::vector<unsigned> order_;
    u64 now_, step_ = tick * rte_get_tsc_hz() / 1'000'000'000;
};

double timed(auto& side) {
    double from = cpu_ns();
    side.round();
    return (cpu_ns() - from) / decisions;
}

struct Pair {
    double ours = 1e9, rival = 1e9;
};

Pair beside(auto&& ours, auto&& rival, int rounds) {
    Pair best;
    for (int i = 0; i < rounds; i++) {
        best.ours = std::min(best.ours, timed(ours));
        best.rival = std::min(best.rival, timed(rival));
    }
    return best;
}

void figure(const char* what, Pair ns, const char* rival, const char* goal) {
    std::printf("{\"what\": \"one admit decision, ns: %s\", \"ours\": %.3f, \"rival\": %.3f, "
                "\"rival_name\": \"%s\", \"goal\": \"%s\"}\n",
                what, ns.ours, ns.rival, rival, goal);
}

} // namespace

int main(int argc, char** argv) {
    int rounds = argc > 1 && std::strcmp(argv[1], "--quick") == 0 ? 30 : 300;
    // Only for the frequency of the TSC, without which there is no profile.
    const char* eal[] = {"admit", "--no-huge", "--no-pci", "--no-shconf", "--no-telemetry",
                         "-m",    "16",        "-l",       "0",           "--log-level=1"};
    if (rte_eal_init(std::size(eal), const_cast<char**>(eal)) < 0)
        die("rte_eal_init failed");

    constexpr const char* no_slower = "ratio <= 1";
    Pair one = beside(Ours(1, false), SrTcm(1), rounds);
    Pair many = beside(Ours(1000, false), SrTcm(1000), rounds);
    figure("a limit in bytes per second", one, "rte_meter srTCM", no_slower);
    figure("a limit and its peak", beside(Ours(1, true), TrTcm(1), rounds), "rte_meter trTCM",
           no_slower);
    figure("a limit in bytes per second, 1,000 domains at random", many,
           "rte_meter srTCM, 1,000 meters", no_slower);
    figure("1,000 domains at random against 1", {many.ours, one.ours}, "the core with 1 domain",
           "ratio <= 1.1");
    figure("rte_meter srTCM, 1,000 meters at random against 1", {many.rival, one.rival},
           "rte_meter with 1 meter", "none");
}
