#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Every JSON document that the tests of the binary make it print is what tools/schema
says: no more and no less.

   schema_test.py TOOL_TESTS DOM0CTL
"""

import copy
import json
import os
import pathlib
import subprocess
import sys
import tempfile

try:
    import jsonschema
except ImportError:
    print("skipped: jsonschema is missing (Debian's package python3-jsonschema)")
    sys.exit(77)

SCHEMAS = pathlib.Path(__file__).resolve().parent.parent / "schema"
complaints = []


def complain(text):
    complaints.append(text)


def validators():
    """One for each file, by the words of its command: ("limit", "set")."""
    common = json.loads((SCHEMAS / "common.json").read_text())
    found = {}
    for path in SCHEMAS.glob("*.json"):
        # With what they have in common in it, no reference has to be looked up: how
        # that is done differs between versions of jsonschema.
        schema = json.loads(path.read_text().replace('"common.json#/', '"#/'))
        schema["$defs"] = common["$defs"]
        jsonschema.Draft202012Validator.check_schema(schema)
        found[tuple(path.stem.split("-"))] = jsonschema.Draft202012Validator(schema)
    del found[("common",)]
    return found


def recorded(tool_tests):
    """What the binary printed: (arguments, documents)."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "outputs"
        path.touch()
        # Whether they pass is told by them. What is on a screen is no document.
        subprocess.run([tool_tests, "--gtest_brief=1", "--gtest_filter=-TopScreenTest.*"],
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                       env={**os.environ, "DOM0CTL_TEST_RECORD": str(path)})
        for line in path.read_text().splitlines():
            run = json.loads(line)
            # What a shell is offered, and help, are no documents.
            if not {"__complete", "--help", "--version"} & set(run["arguments"]):
                yield run["arguments"], [json.loads(text) for text in run["out"].splitlines()]


def command_of(arguments, known):
    """The longest run of words that is a command."""
    words = tuple(word for word in arguments if not word.startswith("-"))
    for length in range(len(words), 0, -1):
        if words[:length] in known:
            return words[:length]
    return None


def subcommands(dom0ctl, words=()):
    """The commands that the help tells of, the innermost."""
    text = subprocess.run([dom0ctl, *words, "--help"], stdout=subprocess.PIPE, text=True).stdout
    inner = []
    if "Subcommands:\n" in text:
        for line in text.split("Subcommands:\n")[1].splitlines():
            if line.startswith("  ") and line[2:3].strip():
                inner.append(line.split()[0])
    if not inner:
        return {words}
    return set().union(*(subcommands(dom0ctl, (*words, word)) for word in inner))


def with_one_more(document):
    """Copies, each with an undocumented field in another of its objects."""
    def objects(at):
        if isinstance(at, dict):
            yield at
        for inner in at.values() if isinstance(at, dict) else at if isinstance(at, list) else ():
            yield from objects(inner)

    for i in range(len(list(objects(document)))):
        other = copy.deepcopy(document)
        list(objects(other))[i]["undocumented"] = "x"
        yield other


def main():
    tool_tests, dom0ctl = sys.argv[1:]
    known = validators()
    missing = {command for command in subcommands(dom0ctl) if command not in known}
    if missing:
        complain(f"no schema in {SCHEMAS} for: {', '.join(' '.join(one) for one in sorted(missing))}")
    seen = {}
    for arguments, documents in recorded(tool_tests):
        # apply and config check fail with a document of their own.
        failed = any("error" in document for document in documents)
        command = ("error",) if failed else command_of(arguments, known)
        if command is None:
            complain(f"no schema for: dom0ctl {' '.join(arguments)}")
            continue
        for document in documents:
            for error in known[command].iter_errors(document):
                complain(f"dom0ctl {' '.join(arguments)}: {error.json_path}: {error.message[:200]}")
            seen.setdefault(command, {})[json.dumps(document, sort_keys=True)] = document

    for command, validator in known.items():
        if command not in seen:
            complain(f"no test prints JSON of: {' '.join(command)}")
            continue
        # One of each is enough to show that the schema is closed: the largest.
        document = max(seen[command].values(), key=lambda one: len(json.dumps(one)))
        for other in with_one_more(document):
            if validator.is_valid(other):
                complain(f"{' '.join(command)}: the schema takes a field that it does not know")
        for field in document:
            if field == "kept_in" or field in ("disk", "devid", "disks") and command == ("limit", "get"):
                continue
            if validator.is_valid({name: value for name, value in document.items() if name != field}):
                complain(f"{' '.join(command)}: the schema does not miss {field}")

    for text in complaints[:40]:
        print(text)
    print(f"{sum(len(some) for some in seen.values())} documents of {len(seen)} commands, "
          f"{len(complaints)} complaints")
    return 1 if complaints else 0


sys.exit(main())
