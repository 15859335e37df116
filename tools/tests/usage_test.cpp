// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/tool_test.h"

#include <ostream>

namespace dom0ctl {
namespace {

struct Wrong {
    std::vector<std::string> arguments;
    const char* line;
};

// What GoogleTest calls a case.
void PrintTo(const Wrong& shown, std::ostream* stream) {
    *stream << shown.line;
}

class Usage : public ToolTest, public testing::WithParamInterface<Wrong> {};

TEST_P(Usage, IsToldInOneLine) {
    expect_error(dom0ctl(GetParam().arguments), ExitCode::usage, GetParam().line);
}

TEST_P(Usage, IsToldAsJson) {
    std::vector<std::string> arguments = GetParam().arguments;
    arguments.emplace_back("--json");
    const Outcome run = dom0ctl(arguments);
    EXPECT_EQ(run.exit_code, 2);
    const nlohmann::json json = json_of(run);
    EXPECT_EQ(json["exit_code"], 2);
    EXPECT_EQ(json["error"].get<std::string>() + "; " + json["hint"].get<std::string>(),
              GetParam().line);
    EXPECT_EQ(run.err, std::string("dom0ctl: ") + GetParam().line + "\n");
}

INSTANTIATE_TEST_SUITE_P(
    All, Usage,
    testing::Values(
        Wrong{{}, "no command given; 'dom0ctl --help' shows what there is"},
        Wrong{{"limit"}, "no command given; 'dom0ctl limit --help' shows what there is"},
        Wrong{{"frob"}, "unknown command 'frob'; 'dom0ctl --help' shows what there is"},
        Wrong{{"limit", "frob"},
              "unknown command 'frob'; 'dom0ctl limit --help' shows what there is"},
        Wrong{{"status", "x"},
              "unexpected argument 'x'; 'dom0ctl status --help' shows what there is"},
        Wrong{{"limit", "set", "noisy", "--wrte-bps", "5"},
              "unknown option '--wrte-bps'; 'dom0ctl limit set --help' shows what there is"},
        Wrong{{"limit", "clear", "--disk", "xvda"},
              "--disk requires GUEST; 'dom0ctl limit clear --help' shows what there is"},
        Wrong{{"limit", "list", "--disk", "xvda"},
              "unknown option '--disk'; 'dom0ctl limit list --help' shows what there is"},
        Wrong{{"csum"}, "no command given; 'dom0ctl csum --help' shows what there is"},
        Wrong{{"csum", "get"},
              "WHO or --default is required; 'dom0ctl csum get --help' shows what there is"},
        Wrong{{"csum", "get", "noisy", "--default"},
              "--default excludes WHO; 'dom0ctl csum get --help' shows what there is"},
        Wrong{{"csum", "list", "noisy"},
              "unexpected argument 'noisy'; 'dom0ctl csum list --help' shows what there is"},
        Wrong{{"config"}, "no command given; 'dom0ctl config --help' shows what there is"},
        Wrong{{"limit", "apply"},
              "unknown command 'apply'; 'dom0ctl limit --help' shows what there is"},
        Wrong{{"irq"}, "no command given; 'dom0ctl irq --help' shows what there is"},
        Wrong{{"irq", "quota"}, "no command given; 'dom0ctl irq quota --help' shows what there is"},
        Wrong{{"irq", "quota", "frob"},
              "unknown command 'frob'; 'dom0ctl irq quota --help' shows what there is"},
        Wrong{{"irq", "status", "noisy"},
              "unexpected argument 'noisy'; 'dom0ctl irq status --help' shows what there is"},
        Wrong{{"irq", "quota", "get", "noisy", "--default"},
              "GUEST excludes --default; 'dom0ctl irq quota get --help' shows what there is"},
        Wrong{{"irq", "pool", "get", "x"},
              "unexpected argument 'x'; 'dom0ctl irq pool get --help' shows what there is"},
        Wrong{{"limit", "get"},
              "GUEST is required; 'dom0ctl limit get --help' shows what there is"}));

class Answers : public ToolTest {};

TEST_F(Answers, Version) {
    expect_ok(dom0ctl({"--version"}), "dom0ctl " DOM0PACK_VERSION "\n");
}

TEST_F(Answers, HelpOfEveryCommandNeedsNoHost) {
    const FakeHost plain;
    const std::vector<std::vector<std::string>> commands{{},
                                                         {"status"},
                                                         {"limit"},
                                                         {"limit", "set"},
                                                         {"limit", "get"},
                                                         {"limit", "list"},
                                                         {"limit", "clear"},
                                                         {"apply"},
                                                         {"config"},
                                                         {"config", "check"},
                                                         {"csum"},
                                                         {"csum", "set"},
                                                         {"csum", "get"},
                                                         {"csum", "list"},
                                                         {"irq"},
                                                         {"irq", "status"},
                                                         {"irq", "top"},
                                                         {"irq", "quota"},
                                                         {"irq", "quota", "get"},
                                                         {"irq", "quota", "set"},
                                                         {"irq", "pool"},
                                                         {"irq", "pool", "get"},
                                                         {"irq", "pool", "set"},
                                                         {"stats"},
                                                         {"top"}};
    for (std::vector<std::string> arguments : commands) {
        std::string usage = "Usage: dom0ctl";
        for (const std::string& word : arguments)
            usage += " " + word;
        arguments.emplace_back("--help");
        const Outcome run = Tool{plain}(arguments);
        EXPECT_EQ(run.exit_code, 0) << usage;
        EXPECT_NE(run.out.find(usage), std::string::npos) << run.out;
        EXPECT_EQ(run.err, "");
    }
}

TEST_F(Answers, ErrorsOfTheHostAsJson) {
    const Outcome run = dom0ctl({"--json", "limit", "get", "nosuch"});
    EXPECT_EQ(run.exit_code, 3);
    EXPECT_EQ(json_of(run),
              nlohmann::json::parse(R"({"error": "no running guest is called 'nosuch'",
        "hint": "'xl list' shows those that run", "exit_code": 3})"));
    EXPECT_EQ(run.err, "dom0ctl: no running guest is called 'nosuch'; 'xl list' shows those that "
                       "run\n");
}

} // namespace
} // namespace dom0ctl
