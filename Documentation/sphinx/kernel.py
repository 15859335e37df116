# SPDX-License-Identifier: GPL-2.0-or-later
"""Renders what is written in the kernel's own forms, in pages of .rst:

  .. kernel-abi:: sysfs-class-net-csumfix    an ABI file, entry by entry
  .. kernel-doc:: include/xen/NAME.h         the comments of a source file

A path in any page that such an entry describes is a link to it.

kernel-doc is the kernel's; DOM0PACK_KERNEL_SCRIPTS says where (scripts/docs.sh).
"""
import os
import pathlib
import re
import subprocess

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.errors import ExtensionError
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective, switch_source_input
from sphinx.util.nodes import make_refnode

import abi

TOP = pathlib.Path(__file__).resolve().parents[2]


def label(path):
    """/sys/class/xen-irqpool/pool/kinds -> abi-sys-class-xen-irqpool-pool-kinds"""
    return "abi" + re.sub(r"[^a-z0-9]+", "-", path.lower()).rstrip("-")


class Kernel(SphinxDirective):
    """A file of the project's as RST, with the lines it comes from."""

    required_arguments = 1

    def run(self):
        path = TOP / self.folder / self.arguments[0]
        if not path.is_file():
            raise self.error(f"there is no {path.relative_to(TOP)}")
        self.env.note_dependency(str(path))
        content = StringList()
        for text, line in self.rst(path):
            content.append(text, str(path), line)
        node = nodes.section()
        node.document = self.state.document
        with switch_source_input(self.state, content):
            self.state.nested_parse(content, 0, node, match_titles=1)
        return node.children


class KernelAbi(Kernel):
    """Each entry: its paths, what they are, and since when."""

    folder = "Documentation/ABI"

    def rst(self, path):
        for entry in abi.entries(path):
            for what in entry.paths:
                yield f".. _{label(what)}:", entry.line
                yield "", entry.line
            for what in entry.paths:
                escaped = re.sub(r"([*_`|<>])", r"\\\1", what)
                yield f"| **{escaped}**", entry.line
            yield "", entry.line
            for number, text in enumerate(entry.tags["Description"]):
                yield f"    {text}" if text else "", entry.line + len(entry.paths) + 4 + number
            yield "", entry.line
            said = [(tag, " ".join(entry.tags[tag]).strip()) for tag in ("Date", "KernelVersion", "Users")]
            yield "    *" + "; ".join(f"{tag}: {text}" for tag, text in said if text) + "*", entry.line
            yield "", entry.line


class KernelDoc(Kernel):
    """The comments of a C file, by the kernel's script; what it warns of is an error."""

    folder = "."

    def rst(self, path):
        scripts = os.environ.get("DOM0PACK_KERNEL_SCRIPTS")
        if not scripts:
            raise ExtensionError("DOM0PACK_KERNEL_SCRIPTS is not set; build with `make docs`")
        said = subprocess.run(
            ["perl", f"{scripts}/kernel-doc", "-rst", "-enable-lineno", "-Werror", "-sphinx-version", "3.1",
             str(path)], capture_output=True, text=True, check=False)
        if said.returncode:
            raise self.error(f"kernel-doc: {said.stderr.strip()}")
        line = 0
        for text in said.stdout.splitlines():
            number = re.match(r"\s*(?:\.\. LINENO|#define LINENO) (\d+)$", text)
            if number:
                line = int(number[1])
            else:
                yield text, line


class LinkPaths(SphinxPostTransform):
    """`/sys/class/xen-irqpool/pool/kinds` leads to its entry."""

    default_priority = 500

    def run(self):
        labels = self.env.get_domain("std").anonlabels
        for literal in list(self.document.findall(nodes.literal)):
            page, place = labels.get(label(literal.astext()), (None, None))
            if literal.astext().startswith("/") and page and not isinstance(literal.parent, nodes.reference):
                literal.replace_self(make_refnode(self.app.builder, self.env.docname, page, place, literal.deepcopy()))


def setup(app):
    app.add_post_transform(LinkPaths)
    app.add_directive("kernel-abi", KernelAbi)
    app.add_directive("kernel-doc", KernelDoc)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
