#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The completion in bash, zsh and fish: what a person gets who types a line there.

Each shell runs on a terminal of its own. A key that the test binds puts all ways to
go on into the line, another one writes the line to a file. Missing shells are told,
and skipped.

usage: shells_test.py DOM0CTL COMPLETIONS
"""
import os
import pty
import re
import select
import shutil
import subprocess
import sys
import tempfile
import time

PATIENCE = 60  # seconds for an answer on a busy machine


class Terminal:
    """A shell on a terminal, that answers with the line and all ways to go on."""

    def __init__(self, argv, environment, setup, folder):
        self.answer = os.path.join(folder, "answer")
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.execvpe(argv[0], argv, environment)
        self.said = b""
        for line in setup:
            self.send(line + "\n")
        self.send("echo rea''dy\n")
        self.until(lambda: b"ready" in self.said, "it does not start")

    def send(self, text):
        os.write(self.fd, text.encode())

    def until(self, done, complaint):
        """Reads what the shell says, which would stop it otherwise."""
        end = time.monotonic() + PATIENCE
        while not done():
            if time.monotonic() > end:
                raise RuntimeError(f"{complaint}; it said {self.said[-2000:]!r}")
            if select.select([self.fd], [], [], 0.05)[0]:
                try:
                    self.said += os.read(self.fd, 65536)
                except OSError:
                    raise RuntimeError(f"it ended; it said {self.said[-2000:]!r}") from None

    def complete(self, line):
        """All ways to go on, put into the line by the shell."""
        if os.path.exists(self.answer):
            os.unlink(self.answer)
        self.send("\x15" + line + "\x18a\x18s")  # ^U, the line, ^Xa, ^Xs
        self.until(lambda: os.path.exists(self.answer), f"no answer to {line!r}")
        with open(self.answer, encoding="utf-8") as file:
            return file.read()

    def close(self):
        os.close(self.fd)
        os.waitpid(self.pid, 0)


def bash(completions, folder, environment):
    return Terminal(
        ["bash", "--norc", "--noprofile", "-i"], environment,
        ["bind 'set completion-query-items 0' 'set bell-style none'",
         f". {completions}/dom0ctl.bash",
         r"""bind '"\C-xa": insert-completions'""",
         "save() { printf %s \"$READLINE_LINE\" >$ANSWER.new; mv $ANSWER.new $ANSWER; }",
         r"""bind -x '"\C-xs": save'"""], folder)


def zsh(completions, folder, environment):
    os.mkdir(os.path.join(folder, "fpath"))
    shutil.copy(f"{completions}/dom0ctl.zsh", os.path.join(folder, "fpath", "_dom0ctl"))
    return Terminal(
        ["zsh", "-f", "-i"], environment,
        [f"fpath=({folder}/fpath $fpath); autoload -Uz compinit; compinit -u -D; unsetopt beep",
         "every() { _main_complete; compstate[insert]=all; compstate[list]=; }",
         "zle -C every complete-word every; bindkey -e; bindkey '^Xa' every",
         "save() { print -rn -- $BUFFER >$ANSWER.new; mv $ANSWER.new $ANSWER; }",
         "zle -N save; bindkey '^Xs' save"], folder)


class Fish:
    """fish tells all ways to go on by itself."""

    def __init__(self, completions, folder, environment):
        self.completions = completions
        self.environment = dict(environment, HOME=folder, XDG_CONFIG_HOME=folder)

    def complete(self, line):
        run = subprocess.run(
            ["fish", "-N", "-c", "source $argv[1]; complete -C $argv[2]", "--",
             f"{self.completions}/dom0ctl.fish", line],
            env=self.environment, stdout=subprocess.PIPE, text=True, check=True)
        return " ".join(answer.split("\t")[0] for answer in run.stdout.splitlines())

    def close(self):
        pass


def words_of(answer, line):
    """The words that came in the place of the last one."""
    begin = line[:line.rindex(" ") + 1]
    words = (answer[len(begin):] if answer.startswith(begin) else answer).split()
    # bash completes what is behind a sign, and leaves what is before it.
    key = line[len(begin):line.rindex("=") + 1] if line.endswith("=") else ""
    return {word if word.startswith(key) else key + word for word in words}


def options_of(dom0ctl, command):
    """What the help of a command tells of, and what goes with every command."""
    text = subprocess.run([dom0ctl, *command, "--help"], stdout=subprocess.PIPE, text=True,
                          check=True).stdout
    return set(re.findall(r"--[a-z-]+", text[text.index("Options:"):])) | {"--json"}


def commands_of(dom0ctl, command=()):
    """All commands that the help tells of, with those below them."""
    text = subprocess.run([dom0ctl, *command, "--help"], stdout=subprocess.PIPE, text=True,
                          check=True).stdout
    yield list(command)
    if "Subcommands:" in text:
        for name in re.findall(r"^  ([a-z]+)", text[text.index("Subcommands:"):], re.MULTILINE):
            yield from commands_of(dom0ctl, (*command, name))


def differences(shell, dom0ctl, answers=None):
    """Where the shell offers other options than the help tells of."""
    wrong = []
    for command in commands_of(dom0ctl):
        line = " ".join(["dom0ctl", *command, "--"])
        got = words_of((answers or shell.complete)(line), line)
        want = options_of(dom0ctl, command)
        if got != want:
            wrong.append(f"{line}: offers {sorted(got)}, the help has {sorted(want)}")
    return wrong


FIXED = {
    "dom0ctl st": {"status", "stats"},
    "dom0ctl limit se": {"set"},
    "dom0ctl irq quota ": {"get", "set"},
    "dom0ctl limit set 5 read_iops": {"read_iops=", "read_iops_burst=", "read_iops_peak="},
    "dom0ctl limit set 5 read_bps=": {"read_bps=max"},
    "dom0ctl limit set 5 read_bps=5 iops_size=": {"iops_size=0"},
    "dom0ctl limit set 5 --read-bps-burst ": {"auto"},
    "dom0ctl limit set 5 --read-bps-burst=": {"--read-bps-burst=auto"},
    "dom0ctl csum set all mode=": {f"mode={word}"
                                   for word in ("off", "complete", "nooffload", "verify")},
    "dom0ctl csum set --default gso=s": {"gso=segment"},
    "dom0ctl irq quota set --all ": {"max", "default"},
    "dom0ctl irq quota set --default ": {"max"},
    "dom0ctl irq pool set reserve_m": {"reserve_min=", "reserve_max="},
}

STRANGE = "#!/bin/sh\nprintf 'words\\nweb one\\tguest\\n$(touch pwned)\\tguest\\nname:5\\tguest\\n'\n"


def plain(words):
    """Without what a shell puts before characters of its own."""
    return words.replace("\\", "").replace("'", "")


def check(name, start, dom0ctl, completions):
    failed = []
    with tempfile.TemporaryDirectory() as folder:
        os.mkdir(os.path.join(folder, "bin"))
        os.symlink(dom0ctl, os.path.join(folder, "bin", "dom0ctl"))
        environment = {"PATH": f"{folder}/bin:/usr/bin:/bin", "HOME": folder, "TERM": "vt100",
                       "LC_ALL": "C.UTF-8", "ANSWER": os.path.join(folder, "answer"),
                       "DOM0CTL_SYSFS_ROOT": os.path.join(folder, "sys"), "COLUMNS": "2000",
                       "XENSTORED_PATH": os.path.join(folder, "no-xenstored")}
        shell = start(completions, folder, environment)
        failed += differences(shell, dom0ctl)
        # The control: a completion that has forgotten an option is found out.
        if not differences(shell, dom0ctl, lambda line: line + "help"):
            failed.append("a completion that knows --help alone would pass")
        for line, want in FIXED.items():
            got = words_of(shell.complete(line), line)
            if got != want:
                failed.append(f"{line}: offers {sorted(got)}, not {sorted(want)}")
        # A file where files can be given.
        open(os.path.join(folder, "some.toml"), "w", encoding="utf-8").close()
        for line in (f"dom0ctl apply {folder}/some", f"dom0ctl stats --output={folder}/some"):
            if f"{folder}/some.toml" not in shell.complete(line):
                failed.append(f"{line}: offers no file")
        # A name is a word, whatever is in it, and nothing of it is run.
        os.unlink(os.path.join(folder, "bin", "dom0ctl"))
        with open(os.path.join(folder, "bin", "dom0ctl"), "w", encoding="utf-8") as stub:
            stub.write(STRANGE)
        os.chmod(stub.name, 0o755)
        answer = plain(shell.complete("dom0ctl limit get "))
        for word in ("web one", "$(touch pwned)", "name:5"):
            if word not in answer:
                failed.append(f"a guest called {word} is not offered: {answer}")
        shell.close()
        for where in (folder, os.getcwd()):
            if os.path.exists(os.path.join(where, "pwned")):
                failed.append("the name of a guest was run as a command")
    for what in failed:
        print(f"{name}: {what}", file=sys.stderr)
    print(f"{name}: {'FAILED' if failed else 'passed'}")
    return not failed


def main():
    dom0ctl, completions = (os.path.abspath(path) for path in sys.argv[1:3])
    good = True
    for name, start in (("bash", bash), ("zsh", zsh), ("fish", Fish)):
        if shutil.which(name) is None:
            print(f"{name}: skipped, it is not installed (apt-get install {name})")
            continue
        good = check(name, start, dom0ctl, completions) and good
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
