#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What the network cases judge captures by: it must see what is wrong, and only that."""

import struct
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))

from harness import paths  # noqa: E402

V4 = bytes([10, 77, 0, 11]), bytes([10, 77, 0, 1])
V6 = bytes.fromhex("fd77" + "00" * 13 + "11"), bytes.fromhex("fd77" + "00" * 13 + "01")
UDP, TCP = 17, 6
SERVER = 20000


def checksum(data: bytes) -> int:
    """RFC 1071, word by word."""
    total = 0
    for high, low in zip(data[::2], (data + b"\0")[1::2]):
        total += high << 8 | low
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def segment(protocol: int, addresses: tuple[bytes, bytes], payload: bytes, wrong: int = 0, blank: bool = False) -> bytes:
    """A UDP datagram or TCP segment; its checksum is off by `wrong`, or the sum of the pseudo header."""
    length = len(payload) + (8 if protocol == UDP else 20)
    pseudo = b"".join(addresses) + struct.pack("!IBBH", length, 0, 0, protocol)
    if protocol == UDP:
        head, tail = struct.pack("!HHH", 30000, SERVER, length), b""
    else:
        head, tail = struct.pack("!HHIIBBH", 30000, SERVER, 1, 1, 0x50, 0x10, 512), b"\0\0"
    value = checksum(pseudo + head + b"\0\0" + tail + payload) or 0xFFFF
    if blank:
        value = ~checksum(pseudo) & 0xFFFF
    return head + struct.pack("!H", value ^ wrong) + tail + payload


def frame(protocol: int, addresses: tuple[bytes, bytes], content: bytes, vlan: bool = False, bad_header: int = 0) -> bytes:
    if len(addresses[0]) == 4:
        ethertype = 0x0800
        header = struct.pack("!BBHHHBBH", 0x45, 0, 20 + len(content), 0, 0, 64, protocol, 0) + b"".join(addresses)
        header = header[:10] + struct.pack("!H", checksum(header) ^ bad_header) + header[12:]
    else:
        ethertype = 0x86DD
        header = struct.pack("!IHBB", 6 << 28, len(content), protocol, 64) + b"".join(addresses)
    tag = struct.pack("!HH", 0x8100, 7) if vlan else b""
    return b"\2" * 12 + tag + struct.pack("!H", ethertype) + header + content


class Judge(unittest.TestCase):
    def judged(self, frames: list[bytes], *arguments: str) -> dict[str, str]:
        """The judge's lines, without the results that did not occur."""
        with tempfile.NamedTemporaryFile() as file:
            file.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, 1))
            for data in frames:
                file.write(struct.pack("<IIII", 0, 0, len(data), len(data)) + data)
            file.flush()
            done = subprocess.run([paths.VM / "dom0/judge", file.name, *arguments], capture_output=True, text=True, check=True)
        self.complaints = done.stderr
        flows = {}
        for line in done.stdout.splitlines():
            words = line.split()
            results = [f"{name} {count}" for name, count in zip(words[4::2], words[5::2]) if count != "0"]
            flows[" ".join(words[:4])] = ", ".join(results)
        return flows

    def test_each_result_of_each_kind_of_flow(self) -> None:
        for protocol, name in ((UDP, "udp"), (TCP, "tcp")):
            for pair, here, there in ((V4, "10.77.0.11", "10.77.0.1"), (V6, "fd77::11", "fd77::1")):
                with self.subTest(f"{name} {here}"):
                    def packet(**how: int | bool) -> bytes:
                        return frame(protocol, pair, segment(protocol, pair, b"x" * 33, **how))
                    flows = self.judged([packet()] * 5 + [packet(wrong=1)] * 2 + [packet(blank=True)])
                    self.assertEqual(flows[f"{name} {here} {there} {SERVER}"], "ok 5, bad 3")
                    self.assertEqual(self.complaints.count("\n"), 3)

    def test_directions_are_flows_of_their_own(self) -> None:
        back = V4[1], V4[0]
        content = segment(UDP, back, b"", wrong=4)
        # The server answers: its port is the sender's.
        content = struct.pack("!HH", SERVER, 30000) + content[4:]
        flows = self.judged([frame(UDP, back, content), frame(UDP, V4, segment(UDP, V4, b""))])
        self.assertEqual(flows[f"udp 10.77.0.1 10.77.0.11 {SERVER}"], "bad 1")
        self.assertEqual(flows[f"udp 10.77.0.11 10.77.0.1 {SERVER}"], "ok 1")

    def test_udp_without_a_checksum(self) -> None:
        content = segment(UDP, V4, b"abc")
        flows = self.judged([frame(UDP, V4, content[:6] + b"\0\0" + content[8:])])
        self.assertEqual(flows[f"udp 10.77.0.11 10.77.0.1 {SERVER}"], "none 1")

    def test_what_no_wire_has_seen(self) -> None:
        for pair, name in ((V4, "10.77.0.11 10.77.0.1"), (V6, "fd77::11 fd77::1")):
            room = 1500 - (20 if pair is V4 else 40) - 20
            frames = [frame(TCP, pair, segment(TCP, pair, b"x" * size, blank=True)) for size in (room, room + 1, 9000)]
            self.assertEqual(self.judged(frames)[f"tcp {name} {SERVER}"], "bad 1, big_bad 2")
            self.assertEqual(self.judged(frames, "9060")[f"tcp {name} {SERVER}"], "bad 3")

    def test_a_tag_hides_nothing(self) -> None:
        flows = self.judged([frame(UDP, V6, segment(UDP, V6, b"", wrong=1), vlan=True)])
        self.assertEqual(flows[f"udp fd77::11 fd77::1 {SERVER}"], "bad 1")

    def test_what_a_tunnel_carries(self) -> None:
        outer = bytes([9, 0, 0, 1]), bytes([9, 0, 0, 2])
        for pair, ethertype, name in ((V4, 0x0800, "10.77.0.11 10.77.0.1"), (V6, 0x86DD, "fd77::11 fd77::1")):
            for wrong, result in ((0, "ok 1"), (1, "bad 1")):
                inner = frame(TCP, pair, segment(TCP, pair, b"abc", wrong))
                vxlan = struct.pack("!HHHHBBHI", 40000, 4789, 16 + len(inner), 0, 8, 0, 0, 7 << 8) + inner
                gre = struct.pack("!HH", 0, ethertype) + inner[14:]
                for packet in (frame(UDP, outer, vxlan), frame(47, outer, gre)):
                    self.assertEqual(self.judged([packet])[f"tcp {name} {SERVER}"], result)

    def test_what_icmp_quotes_is_no_packet(self) -> None:
        quote = frame(UDP, V4, segment(UDP, V4, b"abc", wrong=1))[14:]
        message = struct.pack("!BBHI", 3, 3, 0, 0) + quote
        message = message[:2] + struct.pack("!H", checksum(message)) + message[4:]
        real = frame(UDP, V4, segment(UDP, V4, b"abc"))
        flows = self.judged([frame(1, V4, message), real])
        self.assertEqual(flows[f"udp 10.77.0.11 10.77.0.1 {SERVER}"], "ok 1")

    def test_headers_of_ipv4(self) -> None:
        flows = self.judged([frame(UDP, V4, segment(UDP, V4, b""), bad_header=bad) for bad in (0, 0, 1)])
        self.assertEqual(flows["ipv4-header - - -"], "ok 2, bad 1")

    def test_a_packet_that_is_cut_off_is_not_judged(self) -> None:
        whole = frame(UDP, V4, segment(UDP, V4, b"x" * 100))
        flows = self.judged([whole[:80]])
        self.assertEqual(flows.get(f"udp 10.77.0.11 10.77.0.1 {SERVER}", ""), "unjudged 1")


if __name__ == "__main__":
    unittest.main()
