# SPDX-License-Identifier: GPL-2.0-or-later
"""What the terminal and the browser get to see."""

import io
import re
import unittest
from dataclasses import replace
from html.parser import HTMLParser
from xml.etree import ElementTree

from . import chart, ending, live, made_up, plot, report, table
from .measure import Point, figures
from .screen import Screen
from .verdict import verdict

VOID = {"br", "meta"}


class Text(io.TextIOWrapper):
    """An output in memory that may call itself a terminal."""

    def __init__(self, tty: bool, encoding: str = "utf-8") -> None:
        super().__init__(io.BytesIO(), encoding=encoding, write_through=True)
        self._is_tty = tty

    def isatty(self) -> bool:
        return self._is_tty

    def text(self) -> str:
        return self.buffer.getvalue().decode(self.encoding)  # type: ignore[attr-defined]


def told(tty: bool, encoding: str = "utf-8") -> str:
    out = Text(tty, encoding)
    screen = Screen(out)
    shown = live.Live(screen, 8e6)
    events = list(made_up.events())
    for event in events:
        shown.event(event)
    f = figures(events)
    ending.show(screen, f, verdict(f))
    return out.text()


class Terminal(unittest.TestCase):
    def test_no_control_characters_without_a_terminal(self) -> None:
        self.assertEqual([c for c in told(False) if ord(c) < 32 and c != "\n"], [])

    def test_ascii_where_there_is_nothing_else(self) -> None:
        text = told(False, "ascii")
        self.assertTrue(text.isascii())
        self.assertIn("limit set", text)

    def test_the_command_is_shown_as_typed(self) -> None:
        self.assertIn("# dom0ctl limit set noisy --write-bps 1M --read-bps 1M", told(False))

    def test_some_lines_while_it_runs_and_not_too_many(self) -> None:
        lines = re.findall(r"^ +\d+ s +noisy", told(False), re.M)
        self.assertGreater(len(lines), 6)
        self.assertLess(len(lines), 15)

    def test_every_moving_line_is_taken_back(self) -> None:
        """Nothing of the bars is left under what stays."""
        text = told(True)
        for found in re.finditer(r"\033\[(\d)A\033\[J", text):
            above = text[:found.start()].rsplit("\033[J", 1)[-1]
            self.assertEqual(re.findall(r"MB/s(?:, .*)?\n", above)[-2:].__len__(), int(found[1]))


class Timeline(unittest.TestCase):
    def test_a_column_is_the_mean_of_its_time(self) -> None:
        points = [Point(0, 1, 4e6, 0, None), Point(1, 2, 0, 8e6, None)]
        self.assertEqual(plot.resample(points, 0, 2, 2), [4e6, 8e6])
        self.assertEqual(plot.resample(points, 0, 2, 1), [6e6])
        self.assertEqual(plot.resample(points, 0, 4, 2), [6e6, 0])

    def test_heights(self) -> None:
        self.assertEqual(plot.bars([0, 0.5, 1.0], 1.0, 2, plot.UNICODE), ["  █", " ██"])
        self.assertEqual(plot.bars([0, 0.01], 1.0, 1, plot.UNICODE), [" ▁"])

    def test_the_limit_is_marked_where_it_was_set(self) -> None:
        f = figures(made_up.events())
        lines = [line for guest, line in plot.timeline(f, 110, plot.UNICODE) if not guest]
        marks = next(line for line in lines if "▲" in line)
        columns = 110 - plot.LABEL
        self.assertEqual(marks.rindex("▲") - plot.LABEL, int(f.limit.t / f.end * columns))

    def test_lines_fit_a_narrow_terminal(self) -> None:
        for _, line in plot.timeline(figures(made_up.events()), 60, plot.UNICODE):
            self.assertLessEqual(len(line), 60)


class Checker(HTMLParser):
    """Complains about tags that do not match and about anything from elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list) -> None:
        for name, value in attrs:
            if name in ("src", "href", "xlink:href"):
                raise AssertionError(f"the report asks for {value}")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        if self.open.pop() != tag:
            raise AssertionError(f"</{tag}> closes nothing")

    def handle_data(self, data: str) -> None:
        self.text.append(data)


class Report(unittest.TestCase):
    def page(self, **changes: object) -> str:
        f = figures(made_up.events(replace(made_up.Shape(), **changes)))
        return report.page(f, verdict(f))

    def test_it_is_whole_and_needs_nothing_else(self) -> None:
        page, checker = self.page(), Checker()
        checker.feed(page)
        self.assertEqual(checker.open, [])
        self.assertNotRegex(page, r"https?://|url\(|@import")
        text = " ".join(checker.text)
        for row in table.rows(figures(made_up.events())):
            for cell in row:
                self.assertIn(cell.strip(), text)

    def test_the_pictures_are_well_formed(self) -> None:
        pictures = re.findall(r"<svg.*?</svg>", self.page(), re.S)
        self.assertEqual(len(pictures), 2)
        for picture in pictures:
            self.assertEqual(sum("mark" == e.get("class") for e in ElementTree.fromstring(picture).iter()), 1)

    def test_a_run_that_shows_nothing_says_so(self) -> None:
        page = self.page(quiet_bps=(3e6, 3e6, 1e6))
        self.assertIn('class="found bad"', page)

    def test_what_dom0_printed_is_text_and_not_markup(self) -> None:
        events = list(made_up.events())
        next(e for e in events if e["event"] == "limit")["output"] = "<script>alert(1)</script>"
        f = figures(events)
        self.assertNotIn("<script", report.page(f, verdict(f)))


class Scales(unittest.TestCase):
    def test_linear_is_round_and_covers(self) -> None:
        for top in (0.3, 1.0, 7.6, 8.0, 8.1, 99, 1234):
            scale = chart.linear(top, str)
            self.assertGreaterEqual(scale.ticks[-1][0], top * 0.999)
            self.assertLessEqual(scale.part(top), 1.001)
            self.assertIn(len(scale.ticks), range(3, 8))

    def test_logarithmic_covers(self) -> None:
        scale = chart.logarithmic(0.7, 210, str)
        self.assertEqual([value for value, _ in scale.ticks], [0.1, 1, 10, 100, 1000])
        self.assertAlmostEqual(scale.part(10), 0.5)
