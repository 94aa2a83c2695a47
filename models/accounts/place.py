"""Where a session is used: in the browser and on the network it began in, or somewhere else (a copied cookie)."""

from ipaddress import IPv4Address, ip_address, ip_network

from models.accounts.sign_in_session import SignInSession
from models.accounts.visit import LONGEST_USER_AGENT, Visit

# Offices leave through a handful of neighbouring addresses, and a person's changes within one provider's block.
IPV4_BITS, IPV6_BITS = 24, 48


def is_elsewhere(sign_in: SignInSession, visit: Visit) -> bool:
    """Whether the session is used by another browser, or from another network, than it was last proved in."""
    return sign_in.user_agent != visit.user_agent[:LONGEST_USER_AGENT] or network_of(sign_in.address) != network_of(
        visit.address
    )


def network_of(address: str) -> str:
    """The address's network: its /24 (IPv4) or /48 (IPv6); what is no address stands for itself."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    bits = IPV4_BITS if isinstance(found, IPv4Address) else IPV6_BITS
    return str(ip_network(f"{found}/{bits}", strict=False))
