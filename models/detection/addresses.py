"""Addresses as detection compares them: normalised, and gathered into ranges.

``::ffff:`` mapped, NAT64, 6to4 and Teredo addresses stand for the IPv4 address inside them, so nobody hides behind a
tunnel's prefix.
"""

from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address
_EXAMPLES = tuple(ip_network(text) for text in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32"))
"""Documentation addresses (RFC 5737, RFC 3849). Where addresses are masked by them, there are only these few ranges."""


_NAT64 = IPv6Network("64:ff9b::/96")
"""How a network of IPv6 alone sees those who come by IPv4 (RFC 6052)."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an address lies: its range (/24 of IPv4, /48 of IPv6; a documentation address alone), whether public."""

    range: str
    is_public: bool


@lru_cache(maxsize=65_536)
def place_of(text: str) -> Place:
    """The place of an address as the server wrote it; what is no address is a place of its own."""
    address = normalised(text)
    if address is None:
        return Place(f"?{text[:40]}", is_public=False)
    if any(address in example for example in _EXAMPLES):
        return Place(str(address), is_public=False)
    number = int(address)
    if address.version == 4:
        return Place(str(IPv4Address(number >> 8 << 8)), address.is_global)
    return Place(str(IPv6Address(number >> 80 << 80)), address.is_global)


def normalised(text: str) -> Address | None:
    """The address meant, without port, brackets, zone and tunnel; None for what is none."""
    text = text.strip().partition("%")[0]
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text)
    except ValueError:
        return None
    if isinstance(address, IPv6Address):
        return _inside(address) or address
    return address


def _inside(address: IPv6Address) -> IPv4Address | None:
    if address.ipv4_mapped:
        return address.ipv4_mapped
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    if address.sixtofour:
        return address.sixtofour
    return address.teredo[1] if address.teredo else None
