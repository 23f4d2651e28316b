"""Where a request comes from: the address behind our own proxies, and the block it belongs to."""

import ipaddress
from functools import lru_cache

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
UNIX = "unix"  # a proxy that talks to us through a socket file has no address
ONE_CLIENT = 64  # bits: what one IPv6 connection is given; it changes address within it at will
ONE_NETWORK = 48  # bits: what one IPv6 site is given


class TrustedProxies:
    """Whose X-Forwarded-For is believed: so many hops in a row, or only these networks.

    Raises:
        ImproperlyConfigured: the setting is neither a number nor a list of networks.
    """

    def __init__(self, setting: str) -> None:
        words = [word.strip() for word in setting.split(",") if word.strip()]
        self.count: int | None = None
        self.trusts_socket = UNIX in words
        self.networks: list[Network] = []
        if len(words) == 1 and words[0].isdecimal():
            self.count = int(words[0])
            return
        try:
            self.networks = [ipaddress.ip_network(word) for word in words if word != UNIX]
        except ValueError as wrong:
            raise ImproperlyConfigured(
                "TRUSTED_PROXIES dice cuántos proxies propios hay delante (por ejemplo 1) o sus "
                "redes separadas por comas (127.0.0.1/32,10.0.0.0/8,unix). Vea README.md."
            ) from wrong

    def trusts(self, address: Address | None) -> bool:
        """Whether `address` is a proxy of ours; None is a socket file."""
        if address is None:
            return self.trusts_socket
        return any(address in network for network in self.networks)


@lru_cache(maxsize=4)
def trusted_proxies(setting: str) -> TrustedProxies:
    """The setting TRUSTED_PROXIES, read once."""
    return TrustedProxies(setting)


def client_address(request: HttpRequest) -> str:
    """The address the request comes from; empty where nothing credible says it.

    X-Forwarded-For is read from the right, and only as far as the setting TRUSTED_PROXIES reaches:
    what a visitor writes into it is never believed. A count supposes that nobody reaches the
    application but through so many proxies; where that is not certain, name their networks.
    """
    proxies = trusted_proxies(str(settings.TRUSTED_PROXIES))
    peer = parsed(request.META.get("REMOTE_ADDR", ""))
    hops = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    forwarded = [parsed(hop) for hop in hops if hop.strip()]
    if proxies.count is not None:
        behind = 0 < proxies.count <= len(forwarded)
        return _text((forwarded[-proxies.count] if behind else None) or peer)
    while forwarded and proxies.trusts(peer):
        before = forwarded.pop()
        if before is None:  # a hop that is no address: nothing beyond it can be believed
            break
        peer = before
    return _text(peer)


def parsed(text: str) -> Address | None:
    """The address, without its port; IPv4 written as IPv6 becomes IPv4. None if it is none."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address


def client_block(address: str) -> str:
    """What counts as one connection: an IPv4 address, an IPv6 /64. Empty for no address."""
    return _block(address, ONE_CLIENT)


def network_block(address: str) -> str:
    """What counts as one network: an IPv4 address, an IPv6 /48. Empty for no address."""
    return _block(address, ONE_NETWORK)


def _block(text: str, bits: int) -> str:
    address = parsed(text)
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address, bits), strict=False))
    return _text(address)


def _text(address: Address | None) -> str:
    return "" if address is None else str(address)
