#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Writes frames that Scapy makes to the named file.

One a line: what it is, the frame in hex, the checksums that Scapy gave it.
Scapy knows nothing of us and sums up everything itself: pseudo headers, source
routes, routing headers, home addresses.
"""

import itertools
import random
import sys
from pathlib import Path

from scapy.layers.inet import IP, TCP, UDP, IPOption_LSRR, IPOption_NOP, IPOption_Router_Alert, IPOption_SSRR
from scapy.layers.inet6 import (HAO, IPv6, IPv6ExtHdrDestOpt, IPv6ExtHdrFragment, IPv6ExtHdrHopByHop,
                                IPv6ExtHdrRouting, IPv6ExtHdrSegmentRouting, RouterAlert)
from scapy.layers.l2 import GRE, Dot1AD, Dot1Q, Ether
from scapy.layers.vxlan import VXLAN
from scapy.packet import NoPayload, Packet, Raw

# The same frames every time.
chance = random.Random(4)


def ipv4() -> str:
    return ".".join(str(chance.randrange(1, 255)) for _ in range(4))


def ipv6() -> str:
    return ":".join(f"{chance.randrange(1, 65536):x}" for _ in range(8))


def networks() -> dict[str, Packet]:
    """Fresh ones, with addresses of their own."""
    v4 = {"src": ipv4(), "dst": ipv4()}
    v6 = {"src": ipv6(), "dst": ipv6()}
    route = [ipv4() for _ in range(3)]
    way = [ipv6() for _ in range(2)]
    return {
        "ip": IP(**v4),
        "ip-options": IP(**v4, options=[IPOption_Router_Alert(), IPOption_NOP()]),
        "ip-loose-route": IP(**v4, options=[IPOption_LSRR(routers=route)]),
        "ip-strict-route": IP(**v4, options=[IPOption_NOP(), IPOption_SSRR(routers=route)]),
        "ip6": IPv6(**v6),
        "ip6-hop": IPv6(**v6) / IPv6ExtHdrHopByHop(options=[RouterAlert()]),
        "ip6-routed": IPv6(**v6) / IPv6ExtHdrRouting(addresses=way, segleft=0),
        "ip6-to-route": IPv6(**v6) / IPv6ExtHdrRouting(addresses=way, segleft=2),
        "ip6-segments": IPv6(**v6) / IPv6ExtHdrSegmentRouting(addresses=way, segleft=1, lastentry=1),
        "ip6-home": IPv6(**v6) / IPv6ExtHdrDestOpt(options=[HAO(hoa=ipv6())]),
        "ip6-atomic": IPv6(**v6) / IPv6ExtHdrFragment(offset=0, m=0, id=chance.randrange(1 << 32)),
    }


def transport(name: str) -> Packet:
    ports = {"sport": chance.randrange(1024, 65536), "dport": chance.randrange(10000, 65536)}
    data = Raw(chance.randbytes(chance.randrange(0, 90)))
    if name == "tcp":
        return TCP(**ports, seq=chance.randrange(1 << 32), flags="PA",
                   options=[("MSS", 1460), ("NOP", None), ("WScale", 7)]) / data
    return UDP(**ports) / data


def tunnels() -> dict[str, Packet | None]:
    ether = Ether(src="02:00:00:00:00:01", dst="02:00:00:00:00:02")
    return {
        "": None,
        "vxlan": UDP(sport=chance.randrange(1024, 65536), dport=4789) / VXLAN(vni=7) / ether,
        "vxlan-vlan": UDP(sport=chance.randrange(1024, 65536), dport=4789) / VXLAN(vni=7) / ether / Dot1Q(vlan=9),
        "gre": GRE(),
        "gre-sum-key-seq": GRE(chksum_present=1, key_present=1, seqnum_present=1, key=5, seqence_number=6),
        "gre-ether": GRE() / ether,
        "ipip": NoPayload(),
    }


def tags(count: int) -> Packet:
    frame = Ether(src="02:00:00:00:00:03", dst="02:00:00:00:00:04")
    if count == 2:
        frame /= Dot1AD(vlan=3)
    return frame / Dot1Q(vlan=4) if count else frame


def checksums(raw: bytes) -> list[int]:
    """As Scapy finds them, outermost first."""
    found, layer = [], Ether(raw)
    while not isinstance(layer, NoPayload):
        if isinstance(layer, (TCP, UDP)):
            found.append(layer.chksum)
        layer = layer.payload
    return found


def main() -> None:
    lines: list[str] = []
    for outer, tunnel, inner, kind in itertools.product(networks(), tunnels(), networks(), ("tcp", "udp")):
        if not tunnel and inner != "ip":
            continue
        upper = transport(kind)
        around = tunnels()[tunnel]
        if tunnel:
            upper = networks()[inner] / upper
            if not isinstance(around, NoPayload):
                upper = around / upper
        raw = bytes(tags(len(lines) % 3) / networks()[outer] / upper)
        sums = checksums(raw)
        wanted = 2 if tunnel.startswith("vxlan") else 1
        if len(sums) != wanted:
            raise SystemExit(f"Scapy finds {len(sums)} checksums in {outer}/{tunnel}/{inner}/{kind}, not {wanted}")
        lines.append(f"{outer},{tunnel},{inner},{kind} {raw.hex()} {' '.join(f'{s:04x}' for s in sums)}")
    Path(sys.argv[1]).write_text("\n".join([*lines, f"end {len(lines)}", ""]))


if __name__ == "__main__":
    main()
