# SPDX-License-Identifier: GPL-2.0-or-later
"""How Sphinx makes HTML of these documents; `make docs` calls it."""
import pathlib
import sys

top = pathlib.Path(__file__).resolve().parent.parent
sys.path[:0] = [str(top / "Documentation/sphinx"), str(top / "scripts")]
sys.dont_write_bytecode = True

project = "dom0-pack"
author = "The dom0-pack developers"
project_copyright = author
version = release = (top / "VERSION").read_text(encoding="utf-8").strip()

extensions = ["myst_parser", "kernel"]
exclude_patterns = ["sphinx", "ABI"]  # the directive kernel-abi renders these
# Quotes stand around values, which are to be typed.
smartquotes = False
# A link within a page or into another one is by its heading.
myst_heading_anchors = 4
# The kernel's own types are described elsewhere.
nitpick_ignore_regex = [("c:.*", r"(?!x[bi][tphc]_).*")]

html_theme = "alabaster"
html_theme_options = {"description": "Xen dom0: disk limits, checksums, event channels", "page_width": "64em"}
html_sidebars = {"**": ["about.html", "navigation.html", "searchbox.html"]}
html_copy_source = False
html_show_sourcelink = False
