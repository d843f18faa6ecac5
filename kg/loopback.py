"""Is a host always the machine that the program runs on?"""

from ipaddress import ip_address


def is_this_machine(host: str) -> bool:
    """Whether a host, an address or a name in small letters, is one of loopback (RFC 6761 section 6.3)."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
