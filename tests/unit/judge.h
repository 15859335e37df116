// SPDX-License-Identifier: GPL-2.0-or-later
// Judges the flow of a domain, in rational numbers and from the rules alone:
//
// - a request may go if all limits over it have what it takes;
// - lines (a disk and a lane: reads, writes, what has no bytes and is no barrier) stand in the
// order
//   of what they have had; the first who may go does. One who may not waits for one limit after the
//   other, the disk's of its direction, the domain's of its direction, the disk's total, the
//   domain's total, and nobody after it may take anything of the one that it waits for, but for
//   I/Os while it waits for bytes; nor of a total that it has waited for before it was sent back;
// - rings of a line take turns; requests of a ring and lane leave in their order; barriers part a
//   ring's requests.
#pragma once

#include "model_limits.h"

#include <algorithm>
#include <array>
#include <deque>
#include <list>
#include <optional>
#include <set>
#include <vector>

struct JudgedRequest {
    unsigned ring;
    unsigned dir;
    uint64_t bytes;
    bool barrier;
};

class Judge {
  public:
    Judge(unsigned disks, const std::vector<unsigned>& disk_of_ring)
        : disks_(disks), lines_(disks * 3), disk_of_(disk_of_ring), rings_(disk_of_ring.size()) {
        for (unsigned i = 0; i < lines_.size(); i++)
            lines_[i].lane = i % 3;
    }

    void set(int disk, unsigned knob, uint64_t value, const mpz_class& now) {
        (disk < 0 ? domain_ : disks_[disk]).set(knob, value, now);
    }

    // A request comes: true if it goes at once.
    bool ask(const JudgedRequest* r, const mpz_class& now) {
        flow_until(now);
        Ring& ring = rings_[r->ring];
        if (!ring.fenced.empty() || !open(ring, r)) {
            ring.fenced.push_back(r);
            return false;
        }
        if (line_of(r).rings.empty()) {
            Claims claims;
            bool first = true;
            for (const unsigned at : order_)
                first = first && !may(first_of(lines_[at]), claims, now);
            if (first && may(r, claims, now)) {
                charge(r);
                return true;
            }
        }
        hold(r);
        return false;
    }

    // Who of the waiting goes now? He is charged and leaves; nullptr: nobody.
    const JudgedRequest* next(const mpz_class& now) {
        flow_until(now);
        Claims claims;
        for (const unsigned at : order_) {
            const JudgedRequest* r = first_of(lines_[at]);
            if (!may(r, claims, now))
                continue;
            charge(r);
            let_go(r, true);
            return r;
        }
        again_ = claims.again;
        return nullptr;
    }

    // Right after next() has said nobody: when a limit lets somebody on. Who may not take of a
    // limit that another one waits for is looked at again then, too.
    [[nodiscard]] const std::optional<mpz_class>& again() const { return again_; }

    // A ring is emptied without charge: he leaves.
    void drained(const JudgedRequest* r) { let_go(r, false); }

    // A limit has changed: nobody has anything saved up.
    void level() {
        for (const unsigned at : order_)
            lines_[at].had = lines_[order_.back()].had;
    }

  private:
    struct Ring {
        std::array<std::deque<const JudgedRequest*>, 3> held;
        std::deque<const JudgedRequest*> fenced;
    };
    struct Line {
        unsigned lane = 0;
        mpz_class had = 0;
        bool kept = false;    // its disk's own limits have kept it since it was served
        unsigned insists = 0; // the first has waited for the disk's total: 1, the domain's: 2
        std::deque<unsigned> rings;
    };
    // What those before have claimed, and when the first of them goes on.
    struct Claims {
        std::set<const ModelBucket*> taken;
        std::optional<mpz_class> again;
    };

    static unsigned lane_of(const JudgedRequest* r) { return r->bytes || r->barrier ? r->dir : 2; }
    Line& line_of(const JudgedRequest* r) { return lines_[disk_of_[r->ring] * 3 + lane_of(r)]; }
    const JudgedRequest* first_of(const Line& line) {
        return rings_[line.rings.front()].held[line.lane].front();
    }

    void flow_until(const mpz_class& now) {
        domain_.flow_until(now);
        for (ModelLimits& disk : disks_)
            disk.flow_until(now);
    }

    // Calls f(level, bucket, scope, part) for every bucket over a request.
    template <typename F>
    void each_over(const JudgedRequest* r, F f) {
        for (ModelLimits* level : {&domain_, &disks_[disk_of_[r->ring]]})
            level->each_over(r->dir, [&](ModelBucket& b, unsigned scope, unsigned part) {
                f(*level, b, scope, part);
            });
    }

    // The first of a line: may he go? If he has to wait, what he claims is noted.
    bool may(const JudgedRequest* r, Claims& claims, const mpz_class& now) {
        bool kept = false;
        each_over(r, [&](ModelLimits& level, ModelBucket& b, unsigned, unsigned part) {
            kept = kept || (level.cost(part, r->bytes) != 0 && claims.taken.contains(&b));
        });
        if (kept)
            return false;
        const std::array<std::pair<ModelLimits*, unsigned>, 4> stages = {
            std::pair{&disks_[disk_of_[r->ring]], r->dir},
            {&domain_, r->dir},
            {&disks_[disk_of_[r->ring]], unsigned{XBT_TOTAL}},
            {&domain_, unsigned{XBT_TOTAL}}};
        for (unsigned stage = 0; stage < stages.size(); stage++) {
            mpz_class when = now;
            each_of(stages[stage], r, [&](ModelBucket& b, const mpz_class& cost, bool) {
                when = std::max(when, b.first(cost));
            });
            if (when == now)
                continue;
            // Who waits for bytes leaves the I/Os to those who have none.
            bool bytes = false;
            each_of(stages[stage], r, [&](ModelBucket& b, const mpz_class& cost, bool of_ios) {
                bytes = bytes || (!of_ios && b.first(cost) > now);
            });
            unsigned& insists = line_of(r).insists;
            for (unsigned i = stage; i < stages.size(); i++)
                if (i == stage || (i >= 2 && i < 2 + insists))
                    each_of(stages[i], r, [&](ModelBucket& b, const mpz_class& cost, bool of_ios) {
                        if (cost != 0 && !(i == stage && bytes && of_ios))
                            claims.taken.insert(&b);
                    });
            line_of(r).kept |= stage % 2 == 0;
            if (stage >= 2)
                insists = std::max(insists, stage - 1);
            claims.again = claims.again ? std::min(*claims.again, when) : when;
            return false;
        }
        return true;
    }

    // Calls f(bucket, cost, of I/Os?) for the buckets of one of the four that stand over a request.
    template <typename F>
    void each_of(std::pair<ModelLimits*, unsigned> stage, const JudgedRequest* r, F f) {
        stage.first->each_over(r->dir, [&](ModelBucket& b, unsigned scope, unsigned part) {
            if (scope == stage.second)
                f(b, stage.first->cost(part, r->bytes), part == XBT_IOPS || part == XBT_IOPS_PEAK);
        });
    }

    void charge(const JudgedRequest* r) {
        each_over(r, [&](ModelLimits& level, ModelBucket& b, unsigned, unsigned part) {
            b.content -= level.cost(part, r->bytes);
        });
    }

    // Bytes where the domain limits them, otherwise 64 KiB for each I/O.
    mpz_class share(const JudgedRequest* r) {
        const bool bytes =
            domain_.bucket[r->dir][XBT_BPS].limited || domain_.bucket[XBT_TOTAL][XBT_BPS].limited;
        return bytes && r->bytes ? big(r->bytes) : domain_.cost(XBT_IOPS, r->bytes) * 65536;
    }

    static bool empty(const Ring& ring) {
        return std::all_of(ring.held.begin(), ring.held.end(),
                           [](const auto& held) { return held.empty(); });
    }
    static bool open(const Ring& ring, const JudgedRequest* r) {
        for (const auto& held : ring.held)
            for (const JudgedRequest* other : held)
                if (other->barrier)
                    return false;
        return !r->barrier || empty(ring);
    }

    void stand(unsigned line) {
        auto at = order_.begin();
        while (at != order_.end() && lines_[*at].had <= lines_[line].had)
            at++;
        order_.insert(at, line);
    }

    void hold(const JudgedRequest* r) {
        Line& line = line_of(r);
        auto& held = rings_[r->ring].held[lane_of(r)];
        if (line.rings.empty()) {
            catch_up(line);
            stand(&line - lines_.data());
        }
        if (held.empty())
            line.rings.push_back(r->ring);
        held.push_back(r);
    }

    // Who was not there, or was kept by his own disk, has not saved up anything.
    void catch_up(Line& line) {
        const bool writes = line.lane != 0;
        const bool alone = std::none_of(order_.begin(), order_.end(), [&](unsigned at) {
            return (lines_[at].lane != 0) == writes;
        });
        if (alone)
            had_[writes] = std::max(had_[0], had_[1]);
        line.had = std::max(line.had, had_[writes]);
    }

    void let_go(const JudgedRequest* r, bool served) {
        Line& line = line_of(r);
        Ring& ring = rings_[r->ring];
        line.insists = 0;
        order_.remove(&line - lines_.data());
        if (served) {
            if (line.kept)
                catch_up(line);
            line.kept = false;
            had_[line.lane != 0] = std::max(had_[line.lane != 0], line.had);
            line.had += share(r);
        }
        std::erase(line.rings, r->ring);
        ring.held[lane_of(r)].pop_front();
        if (!ring.held[lane_of(r)].empty())
            line.rings.push_back(r->ring);
        if (!line.rings.empty())
            stand(&line - lines_.data());
        while (!ring.fenced.empty() && open(ring, ring.fenced.front())) {
            hold(ring.fenced.front());
            ring.fenced.pop_front();
        }
    }

    ModelLimits domain_;
    std::vector<ModelLimits> disks_;
    std::vector<Line> lines_;
    std::vector<unsigned> disk_of_;
    std::vector<Ring> rings_;
    std::list<unsigned> order_;
    std::array<mpz_class, 2> had_; // where newcomers start: of reads, of writes
    std::optional<mpz_class> again_;
};
