#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The form of the figures, and when a goal counts as met."""

import json
import sys
import unittest
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))

import figure  # noqa: E402


def raw(ours: float, rival: float | None = 2.0, goal: str = "none", what: str = "a") -> figure.Raw:
    return figure.Raw(what, ours, rival, "other", goal)


class Goals(unittest.TestCase):
    def test_each_form(self) -> None:
        for goal, good, bad in (
                ("ours within 0.005 of 1", (0.995, 1, 1.005), (0.9949, 1.0051, 0)),
                ("ours < 2", (1.999, 0), (2, 3)),
                ("ours <= 2", (2,), (2.001,)),
                ("ours > 2", (2.1,), (2,)),
                ("ratio >= 0.99", (1.98, 5), (1.9799, 0)),
                ("ratio <= 1", (2, 1), (2.01,))):
            for value in good:
                self.assertIs(figure.met(raw(value, goal=goal)), True, f"{value} {goal}")
            for value in bad:
                self.assertIs(figure.met(raw(value, goal=goal)), False, f"{value} {goal}")

    def test_no_goal_is_neither(self) -> None:
        self.assertIsNone(figure.met(raw(1)))

    def test_a_ratio_without_a_rival_is_missed(self) -> None:
        self.assertIs(figure.met(raw(1, None, "ratio >= 0.99")), False)

    def test_an_unknown_goal_is_refused(self) -> None:
        for goal in ("", "ours", "theirs < 2", "ours < fast", "ours < 2 ms"):
            with self.subTest(goal), self.assertRaisesRegex(figure.BadFigure, "no such goal"):
                figure.met(raw(1, goal=goal))


class Parse(unittest.TestCase):
    def test_a_line(self) -> None:
        line = '{"what": "a", "ours": "1.5", "rival": null, "rival_name": "none: why", "goal": "ours < 2"}'
        self.assertEqual(figure.parse(line), figure.Raw("a", 1.5, None, "none: why", "ours < 2"))

    def test_what_is_none_is_refused(self) -> None:
        for line in ("", "{}", "[]", '{"what": "a", "ours": "x", "rival": null, "rival_name": "", "goal": "none"}',
                     '{"what": "a", "ours": 1, "rival": 1, "rival_name": "", "goal": "fast"}'):
            with self.subTest(line), self.assertRaises(figure.BadFigure):
                figure.parse(line)


class Combine(unittest.TestCase):
    def test_medians_and_spread(self) -> None:
        one = figure.combine([[raw(10, 5)], [raw(12, 4)], [raw(11, 6)]])[0]
        self.assertEqual((one.ours, one.rival, one.runs), (11, 5, 3))
        self.assertAlmostEqual(one.ratio or 0, 2.2)
        self.assertAlmostEqual(one.spread, 2 / 11)

    def test_one_missed_run_is_a_missed_goal(self) -> None:
        goal = "ours < 2"
        self.assertIs(figure.combine([[raw(1, goal=goal)], [raw(1, goal=goal)]])[0].met, True)
        self.assertIs(figure.combine([[raw(1, goal=goal)], [raw(3, goal=goal)], [raw(1, goal=goal)]])[0].met, False)

    def test_each_what_is_one_figure_in_order(self) -> None:
        made = figure.combine([[raw(1, what="b"), raw(2, what="a")], [raw(1, what="b")]])
        self.assertEqual([(one.what, one.runs) for one in made], [("b", 2), ("a", 1)])

    def test_each_rival_has_a_figure_of_its_own(self) -> None:
        made = figure.combine([[figure.Raw("a", 2, 1, "one", "ratio >= 1"), figure.Raw("a", 2, 4, "two", "ratio >= 1")]])
        self.assertEqual([(one.rival_name, one.met, one.runs) for one in made], [("one", True, 1), ("two", False, 1)])


class Form(unittest.TestCase):
    figures = figure.combine([[raw(1.00042, goal="ours within 0.005 of 1", what="rate"), raw(17000, None, "none", "n"),
                               raw(1, 2, "ratio >= 0.99", "slow")]])

    def test_json_has_these_keys_and_no_other(self) -> None:
        for entry in json.loads(figure.to_json(self.figures)):
            self.assertEqual(list(entry), ["what", "ours", "rival", "rival_name", "ratio", "goal", "met", "runs",
                                           "spread"])
        self.assertEqual([entry["met"] for entry in json.loads(figure.to_json(self.figures))], [True, None, False])

    def test_spread_of_several_runs(self) -> None:
        self.assertTrue(figure.table("x", figure.combine([[raw(10)], [raw(11)]])).splitlines()[1].endswith(" 9.52%"))

    def test_table(self) -> None:
        lines = figure.table("x", self.figures).splitlines()
        self.assertEqual(lines[-1], "x: 1 of 2 goals met")
        self.assertEqual(lines[1].split(),
                         "rate 1.0004 2 other 0.50021 ours within 0.005 of 1 yes 1 -".split())
        self.assertIn("17,000  -", lines[2])
        self.assertIn(" NO ", lines[3])


if __name__ == "__main__":
    unittest.main()
