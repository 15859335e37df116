# SPDX-License-Identifier: GPL-2.0-or-later
"""Events in, figures out."""

import json
import unittest
from dataclasses import replace

from . import made_up
from .events import Clock, DemoError
from .measure import Meter, figures
from .verdict import verdict

SHAPE = made_up.Shape()


def without(kind: str, **fields: str) -> list:
    return [event for event in made_up.events()
            if not (event["event"] == kind and all(event.get(key) == value for key, value in fields.items()))]


class Figures(unittest.TestCase):
    def test_rates_are_those_that_went_in(self) -> None:
        found = figures(made_up.events())
        for name, expected in zip(("beside", "limited"), SHAPE.noisy_bps[1:]):
            self.assertAlmostEqual(found.noisy[name].bps, expected, delta=expected * 0.01)
            self.assertAlmostEqual(found.noisy[name].read_bps, expected / 2, delta=expected * 0.01)

    def test_what_came_before_a_phase_is_not_counted(self) -> None:
        shape = replace(SHAPE, noisy_bps=(0.0, 8e6, 0.0))
        found = figures(made_up.events(shape))
        # One interval straddles the limit at the most.
        self.assertLess(found.noisy["limited"].bps, 8e6 * 1.01 / (shape.seconds / made_up.STEP))

    def test_phases_follow_each_other(self) -> None:
        spans = figures(made_up.events()).spans
        self.assertEqual([span.name for span in spans], ["alone", "beside", "limited"])
        self.assertEqual([span.end for span in spans[:-1]], [span.start for span in spans[1:]])

    def test_quiet_is_what_its_fio_said(self) -> None:
        found = figures(made_up.events())
        self.assertEqual([found.quiet[name].p99_ns for name in ("alone", "beside", "limited")], list(SHAPE.p99_ns))

    def test_latency_is_service_over_completions(self) -> None:
        found = figures(made_up.events())
        self.assertAlmostEqual(found.points["quiet"][0].latency_ns or 0, SHAPE.mean_ns[0], delta=1)

    def test_incomplete_runs_are_refused(self) -> None:
        for events in (without("phase", name="end"), without("phase", name="beside"), without("limit"),
                       without("fio", phase="limited"), without("sample", guest="noisy"), []):
            with self.subTest(), self.assertRaises(DemoError):
                figures(events)

    def test_errors_of_fio_are_refused(self) -> None:
        events = list(made_up.events())
        next(event for event in events if event["event"] == "fio")["errors"] = 1
        with self.assertRaisesRegex(DemoError, "1 errors"):
            figures(events)


class Intervals(unittest.TestCase):
    def test_the_first_sample_and_a_repeated_one_are_no_interval(self) -> None:
        meter, sample = Meter(), made_up.Guest().sample("quiet", 1.0)
        self.assertIsNone(meter.point(sample))
        self.assertIsNone(meter.point(dict(sample)))

    def test_nothing_completed_means_no_latency(self) -> None:
        meter, guest = Meter(), made_up.Guest()
        meter.point(guest.sample("quiet", 1.0))
        point = meter.point(guest.sample("quiet", 2.0))
        assert point is not None
        self.assertIsNone(point.latency_ns)
        self.assertEqual(point.bps, 0)


class Clocks(unittest.TestCase):
    def test_the_first_sample_is_at_zero(self) -> None:
        clock = Clock()
        self.assertEqual(clock.parse('{"t":1699999990.25,"event":"about"}')["t"], 0)
        self.assertEqual(clock.parse('{"t":1700000000.25,"event":"sample"}')["t"], 0)
        self.assertEqual(clock.parse('{"t":1700000001.75,"event":"phase"}')["t"], 1.5)

    def test_a_broken_line_is_named(self) -> None:
        for line in ('{"t":1,"event":', '{"event":"about"}', '{"t":1}', "[]", '{"t":"x","event":"about"}'):
            with self.subTest(line), self.assertRaises(DemoError):
                Clock().parse(line)


class Verdicts(unittest.TestCase):
    def judge(self, **changes: object):
        return verdict(figures(made_up.events(replace(SHAPE, **changes))))

    def test_the_effect_is_seen(self) -> None:
        found = self.judge()
        self.assertTrue(found.shown)
        for number in ("7.6 MB/s", "0.30 MB/s", "540 ms", "31 ms", "100%", "2.0 MB/s"):
            self.assertIn(number, found.sentence)

    def test_no_harm_to_begin_with(self) -> None:
        found = self.judge(quiet_bps=(3e6, 2.9e6, 3e6), p99_ns=(3e6, 5e6, 2e6))
        self.assertFalse(found.shown)
        self.assertIn("no harm", found.sentence)

    def test_no_recovery(self) -> None:
        found = self.judge(quiet_bps=(3e6, 0.3e6, 2e6))
        self.assertFalse(found.shown)
        self.assertIn("less than 85%", found.sentence)

    def test_no_relief_in_latency(self) -> None:
        self.assertFalse(self.judge(p99_ns=(3e6, 540e6, 400e6)).shown)

    def test_a_limit_that_does_not_hold(self) -> None:
        found = self.judge(noisy_bps=(0.0, 7.6e6, 2.2e6))
        self.assertFalse(found.shown)
        self.assertIn("under a limit of 1.000 MB/s", found.sentence)

    def test_a_busy_machine_is_named_only_when_something_failed(self) -> None:
        for shape, shown in ((SHAPE, True), (replace(SHAPE, quiet_bps=(3e6, 0.3e6, 1e6)), False)):
            thinned = [event for number, event in enumerate(made_up.events(shape))
                       if event["event"] != "sample" or number % 3 < 1]
            found = verdict(figures(thinned))
            self.assertEqual(found.shown, shown)
            self.assertEqual("too busy" in found.sentence, not shown)

    def test_harm_in_latency_alone_is_told_as_such(self) -> None:
        found = self.judge(quiet_bps=(3e6, 3e6, 3e6))
        self.assertTrue(found.shown)
        self.assertIn("quiet kept its 3.0 MB/s", found.sentence)


class MadeUp(unittest.TestCase):
    def test_events_survive_a_file(self) -> None:
        for event in made_up.events():
            self.assertEqual(json.loads(json.dumps(event)), event)
