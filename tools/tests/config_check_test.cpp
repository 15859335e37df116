// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/text_files.h"
#include "tests/tool_test.h"

#include <filesystem>

namespace dom0ctl {
namespace {

class ConfigCheck : public ToolTest {
  protected:
    std::string write(const std::string& name, const std::string& text) const {
        return write_text(folder + "/" + name, text);
    }

    std::string folder = host.scratch("limits.d");
};

TEST_F(ConfigCheck, NothingToSay) {
    expect_ok(dom0ctl({"config", "check"}), "");
    const std::string file = write("a.toml", "[[limit]]\nguest = \"*\"\nread_bps = 1\n");
    expect_ok(dom0ctl({"config", "check"}), "");
    expect_ok(dom0ctl({"config", "check", file, "--json"}),
              "{\"files\":[\"" + file + "\"],\"mistakes\":[],\"warnings\":[]}\n");
}

TEST_F(ConfigCheck, EveryMistakeOfEveryFile) {
    const std::string a = write("a.toml", "[[limit]]\nguest = \"a\"\n\tread_bsp = 1\n"
                                          "write_iops = \"0\"\n");
    const std::string b = write("b.toml", "[[irq]]\nguest = \"a\"\nquota = \n");
    const Outcome run = dom0ctl({"config", "check"});
    EXPECT_EQ(run.exit_code, 2);
    EXPECT_EQ(run.err, "");
    EXPECT_EQ(
        run.out,
        a +
            ":3:2: unknown key 'read_bsp'; the keys of [[limit]] are guest, uuid, disk, "
            "{read,write,total}_{bps,iops}, each also with _burst or _peak, and iops_size\n" +
            a +
            ":4:14: write_iops: a limit of 0 would stop the guest for good; use 'xl pause' to stop "
            "it, or "
            "give a limit of at least 1\n" +
            b +
            ":3:9: Error while parsing key-value pair: expected value, saw '\\n'; correct the "
            "file\n");
}

TEST_F(ConfigCheck, WarningsAreNoMistakes) {
    const std::string a = write("a.toml", "[[limit]]\nguest = \"a\"\nread_bps = 1\n"
                                          "[[limit]]\nguest = \"*\"\nread_bps = 1\n");
    expect_ok(
        dom0ctl({"config", "check"}),
        a + ":3:1: warning: this read_bps never decides: " + a +
            ":6:1 does, for the same guests; leave it out, or put this entry behind the other "
            "one\n");
    const Outcome run = dom0ctl({"config", "check", "--json"});
    EXPECT_EQ(run.exit_code, 0);
    EXPECT_EQ(
        json_of(run)["warnings"],
        nlohmann::json::parse(
            R"([{"file": ")" + a +
            R"(", "line": 3, "column": 1, "message": "this read_bps never decides: )" + a +
            R"(:6:1 does, for the same guests", "hint": "leave it out, or put this entry behind )"
            R"(the other one"}])"));
}

TEST_F(ConfigCheck, MistakesAsJson) {
    const std::string a = write("a.toml", "[[limit]]\nguest = \"\xff\"\n");
    const Outcome run = dom0ctl({"config", "check", folder, folder + "/none", "--json"});
    EXPECT_EQ(run.exit_code, 2);
    EXPECT_EQ(json_of(run)["mistakes"],
              nlohmann::json::parse(
                  R"([{"file": ")" + a +
                  R"(", "line": 2, "column": 9, "message": "Encountered invalid utf-8 sequence",
                  "hint": "correct the file"}, {"file": ")" +
                  folder + R"(/none", "line": null, "column": null, "message": "cannot read )" +
                  folder +
                  R"(/none: No such file or directory",
                  "hint": "give a limits file, or a folder of *.toml files"}])"));
}

TEST_F(ConfigCheck, WhatMayNotBeRead) {
    const std::string file = write("a.toml", "");
    std::filesystem::permissions(file, std::filesystem::perms::owner_write);
    dom0ctl.as_nobody = true;
    const Outcome run = dom0ctl({"config", "check"});
    EXPECT_EQ(run.exit_code, 4);
    EXPECT_EQ(run.out, "cannot read " + file + ": Permission denied; run dom0ctl as root\n");
}

TEST_F(ConfigCheck, TheExampleIsRight) {
    expect_ok(dom0ctl({"config", "check", PROJECT_DIR "/tools/examples/limits.toml"}), "");
}

} // namespace
} // namespace dom0ctl
