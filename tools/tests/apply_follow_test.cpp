// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/text_files.h"
#include "tests/tool_test.h"

#include <chrono>
#include <csignal>
#include <functional>
#include <thread>

namespace dom0ctl {
namespace {

class ApplyFollow : public ToolTest {
  protected:
    ApplyFollow() {
        write_text(folder + "/a.toml", "[[limit]]\nguest = \"noi*\"\nread_bps = 1\n"
                                       "[[limit]]\nguest = \"other\"\nread_bps = 2\n");
    }

    // Waits until it is so; how long that takes is not what is tested.
    static bool comes_true(const std::function<bool()>& what) {
        const auto end = std::chrono::steady_clock::now() + std::chrono::minutes(2);
        while (!what()) {
            if (std::chrono::steady_clock::now() >= end)
                return false;
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
        return true;
    }
    static bool says(const Running& running, std::string_view text) {
        return comes_true([&] { return running.out().find(text) != std::string::npos; });
    }

    std::string folder = host.scratch("limits.d");
};

TEST_F(ApplyFollow, NamesThatChangeAndGuestsThatCome) {
    Running running = dom0ctl.start({"apply", "--follow"});
    ASSERT_TRUE(says(running, "noisy (domid 1): read_bps 1, was max\n")) << running.err();
    EXPECT_EQ(host.limits(2), "");
    xenstore.name(2, "other");
    EXPECT_TRUE(says(running, "other (domid 2): read_bps 2, was max\n")) << running.out();
    // A guest that comes, and one that has another name a moment later.
    host.governed(7);
    xenstore.name(7, "noise");
    EXPECT_TRUE(says(running, "noise (domid 7): read_bps 1, was max\n")) << running.out();
    xenstore.name(7, "other");
    EXPECT_TRUE(says(running, "other (domid 7): read_bps 2, was 1\n")) << running.out();
    // One that goes, and comes again.
    xenstore.remove(7);
    host.governed(7);
    xenstore.name(7, "noise");
    EXPECT_TRUE(comes_true([&] { return host.limits(7) == "read_bps=1"; })) << running.out();
    running.send(SIGTERM);
    const Outcome end = running.wait();
    EXPECT_EQ(end.exit_code, 0);
    EXPECT_EQ(end.err, "");
}

TEST_F(ApplyFollow, AMistakeIsToldAndMended) {
    Running running = dom0ctl.start({"apply", "--follow"});
    ASSERT_TRUE(says(running, "noisy (domid 1)"));
    write_text(folder + "/a.toml", "[[limit]]\nguest = noisy\n");
    running.send(SIGHUP);
    EXPECT_TRUE(comes_true([&] {
        return running.err().find("all settings stay as they are") != std::string::npos;
    })) << running.err();
    EXPECT_EQ(host.limits(1), "read_bps=1");
    write_text(folder + "/a.toml", "[[limit]]\nguest = \"noisy\"\nread_bps = 9\n");
    running.send(SIGHUP);
    EXPECT_TRUE(says(running, "noisy (domid 1): read_bps 9, was 1\n")) << running.err();
    running.send(SIGINT);
    EXPECT_EQ(running.wait().exit_code, 0);
}

TEST_F(ApplyFollow, WithoutXenstore) {
    dom0ctl.xenstore = host.scratch("nothing");
    expect_error(dom0ctl({"apply", "--follow"}), ExitCode::not_ready,
                 "xenstore cannot be watched: No such file or directory; start xenstored (service "
                 "xen), and run dom0ctl as root");
}

TEST_F(ApplyFollow, GoesWithNothingElse) {
    const Outcome json = dom0ctl({"apply", "--follow", "--json"});
    EXPECT_EQ(json.exit_code, 2);
    EXPECT_EQ(json_of(json)["error"], "--follow excludes --json");
    expect_error(dom0ctl({"apply", "--follow", folder}), ExitCode::usage,
                 "PATH excludes --follow; 'dom0ctl apply --help' shows what there is");
    expect_error(dom0ctl({"apply", "--guest", "noisy", "--device", "dom1"}), ExitCode::usage,
                 "--guest excludes --device; 'dom0ctl apply --help' shows what there is");
}

} // namespace
} // namespace dom0ctl
