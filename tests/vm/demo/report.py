# SPDX-License-Identifier: GPL-2.0-or-later
"""The report: one HTML file that needs nothing else, made from the figures alone."""

from html import escape
from pathlib import Path

from . import chart, table
from .events import PHASES
from .measure import Figures, Point
from .verdict import Verdict
from .words import PHASE_NAMES, latency, rate

STYLE = Path(__file__).with_name("report.css")


def page(f: Figures, found: Verdict) -> str:
    drive = rate(f.setup["drive_bps"])
    return "\n".join([
        '<!DOCTYPE html>', '<html lang="en">', "<head>", '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        "<title>A noisy guest, and one command</title>",
        f"<style>\n{STYLE.read_text(encoding='utf-8')}</style>", "</head>", "<body>",
        "<h1>A noisy guest, and one command</h1>",
        f'<p class="lead">Two guests of a Xen host have their disks on one device that manages {drive}. '
        "One of them takes all it can get. This is what that does to the other one, and what happens when the "
        "administrator limits it from dom0.</p>",
        f'<div class="found{"" if found.shown else " bad"}">{escape(found.sentence)}</div>',
        _tiles(f),
        "<h2>Throughput of both guests</h2>", _throughput(f),
        "<h2>How long quiet waits for its disk</h2>", _latency(f),
        "<h2>The figures</h2>", _table(f), _reading(f),
        "<h2>What was run</h2>", _run(f), _footer(), "</body>", "</html>", ""])


def _tiles(f: Figures) -> str:
    out = ['<div class="tiles">']
    for name in PHASES:
        quiet = f.quiet[name]
        beside = (f'<div class="small noisy">noisy: {rate(f.noisy[name].bps)}</div>' if name in f.noisy else
                  '<div class="small">noisy does nothing yet</div>')
        out.append(f'<div class="tile"><h3>{PHASE_NAMES[name]}</h3><div class="big">{rate(quiet.bps)}</div>'
                   f'<div class="small">for quiet; 99 of 100 requests within {latency(quiet.p99_ns)}</div>{beside}</div>')
    return "\n".join([*out, "</div>"])


def _chart(f: Figures, title: str, unit: str, scale: chart.Scale, series: list[chart.Series],
           levels: list[tuple[float, float]], height: int) -> str:
    bands = [(span.start, span.end, PHASE_NAMES[span.name]) for span in f.spans]
    return chart.svg(chart.Chart(title, unit, f.end, scale, series, bands, [(f.limit.t, "limit set")], levels, height))


def _throughput(f: Figures) -> str:
    def line(guest: str) -> chart.Series:
        points = [((p.start + p.end) / 2, p.bps) for p in _inside(f, guest)]
        return chart.Series(guest, guest, list(points), filled=True)

    top = max([f.setup["drive_bps"], *(p.bps for guest in f.points for p in _inside(f, guest))])
    total = f.limit.read_bps + f.limit.write_bps
    figure = _chart(f, "Megabytes a second that each guest reads and writes, over time", "MB/s",
                    chart.linear(top, lambda value: f"{value / 1e6:g}"), [line("noisy"), line("quiet")],
                    [(f.limit.t, total)], 330)
    return (f'<figure><div>{figure}</div><figcaption><span class="key quiet"></span> quiet '
            '&nbsp; <span class="key noisy"></span> noisy '
            f'&nbsp; <span class="key level"></span> noisy&#8217;s two limits together, {rate(total)}.<br>'
            'Reads and writes, counted in dom0 by '
            f'xen-blkthrottle when it lets a request go to the disk.{_peaks(f)}{_catching_up(f)}</figcaption></figure>')


def _peaks(f: Figures) -> str:
    if max(point.bps for point in _inside(f, "noisy")) < 1.1 * f.setup["drive_bps"]:
        return ""
    return " A peak above the speed of the disk is a queue that fills: up to 32 requests on their way at once."


def _catching_up(f: Figures) -> str:
    """What a reader would wonder about right after the limit."""
    after = [point.bps for point in _inside(f, "quiet") if f.limit.t <= point.end <= f.limit.t + 5]
    if not after or max(after) < 1.3 * f.setup["quiet_bps"]:
        return ""
    return (f" Right after the limit quiet gets up to {rate(max(after))}, more than it normally wants: "
            "it catches up with what had piled up.")


def _latency(f: Figures) -> str:
    points = [((p.start + p.end) / 2, p.latency_ns / 1e6 if p.latency_ns else None) for p in _inside(f, "quiet")]
    known = [value for _, value in points if value]
    if not known:
        return "<p>None of quiet's requests completed.</p>"
    figure = _chart(f, "Milliseconds that the disk takes for a request of quiet, over time", "ms",
                    chart.logarithmic(min(known), max(known), lambda value: f"{value:g}"),
                    [chart.Series("quiet", "quiet", points)], [], 270)
    return (f"<figure><div>{figure}</div><figcaption>The mean of each half second, as dom0 sees it: from the moment "
            "a request of quiet goes to the disk until it is done. Mind the scale: each line is ten times the one "
            "below it. A gap is a half second in which no request was completed.</figcaption></figure>")


def _inside(f: Figures, guest: str) -> list[Point]:
    return [point for point in f.points[guest] if point.start >= 0 and point.end <= f.end]


def _table(f: Figures) -> str:
    out = ['<div class="wide"><table>', "<thead><tr>" + "".join(f"<th>{cell}</th>" for cell in table.HEAD) + "</tr></thead>",
           "<tbody>"]
    guest = ""
    for row in table.rows(f):
        guest = row[0].split(":")[0] if ":" in row[0] else guest
        out.append(f'<tr class="{guest}">' + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>")
    return "\n".join([*out, "</tbody></table></div>"])


def _reading(f: Figures) -> str:
    window = f.setup.get("measured_s")
    return f"""<dl>
<dt>What quiet does</dt>
<dd>What a small database does: requests of 16 KiB at random places, seven reads to three writes. It wants
{rate(f.setup["quiet_bps"])} and no more. Its figures are those of fio inside of the guest{
    f", over {window} s of each phase" if window else ""}, after a few seconds to settle.</dd>
<dt>What noisy does</dt>
<dd>It reads and writes 128 KiB at a time, 32 requests at once, without a pause, from its start to the end. Its figures
are those of dom0, from the start of a phase to its end. Nothing in the guest is told about the limit.</dd>
<dt>99th percentile</dt>
<dd>99 of 100 requests took at most this long. It is what users notice as "it hangs".</dd>
<dt>MB</dt>
<dd>1,000,000 bytes, as M on the command line.</dd>
</dl>"""


def _run(f: Figures) -> str:
    about = f.about
    known = [("Hypervisor", f"Xen {about['xen']}" if "xen" in about else ""),
             ("dom0", f"Linux {about['kernel']} of Debian, with the patched xen-blkback" if "kernel" in about else ""),
             ("Tool", about.get("dom0ctl", "")), ("Load", about.get("fio", "")),
             ("Disk", f"one NVMe drive of the emulator, held to {rate(f.setup['drive_bps'])}; each guest has a piece of it")]
    facts = "".join(f"<dt>{name}</dt><dd>{escape(text)}</dd>" for name, text in known if text)
    typed = (f"<pre><b># {escape(f.limit.command)}</b>\n{escape(f.limit.output)}</pre>")
    loads = "".join(f"<p>In {guest}:</p><pre>{escape(command)}</pre>" for guest, command in (
        ("quiet, once a phase", f.quiet["alone"].command), ("noisy", f.commands.get("noisy", ""))) if command)
    states = "".join(f"<p>{what}</p><pre>{escape(about[key])}</pre>" for what, key in (
        ("The machine according to <code>xl list</code> and <code>dom0ctl status</code>:", "guests"), ("", "status"))
        if about.get(key)).replace("<p></p>", "")
    return (f'<p>In dom0, {f.limit.t:.0f} s into the run:</p>{typed}{loads}{states}<dl class="facts">{facts}</dl>')


def _footer() -> str:
    return ("<footer>Xen, dom0 and both guests are real and run in an emulator (QEMU) on the machine where the demo "
            "was started, which makes everything slower than on hardware: judge the proportions, not the speeds. "
            "Every number here is computed from events.jsonl, beside this file.</footer>")
