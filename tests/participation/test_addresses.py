"""Where a request comes from, whatever a visitor writes into its headers."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import RequestFactory

from participation.addresses import TrustedProxies, client_block, network_block
from participation.limits import client_address

VISITOR, LIAR, PROXY, OUTER = "200.1.2.3", "6.6.6.6", "10.0.0.1", "10.0.0.2"


@pytest.mark.parametrize(
    ("trusted", "peer", "forwarded", "expected"),
    [
        ("", VISITOR, LIAR, VISITOR),
        ("", VISITOR, "", VISITOR),
        ("0", VISITOR, LIAR, VISITOR),
        ("1", PROXY, VISITOR, VISITOR),
        ("1", PROXY, f"{LIAR}, {VISITOR}", VISITOR),
        ("2", PROXY, f"{LIAR}, {VISITOR}, {OUTER}", VISITOR),
        ("2", PROXY, VISITOR, PROXY),  # fewer hops than declared: somebody went around a proxy
        ("1", PROXY, "", PROXY),
        ("1", PROXY, "<script>", PROXY),
        ("1", "", VISITOR, VISITOR),
        ("10.0.0.0/8", VISITOR, LIAR, VISITOR),
        ("10.0.0.0/8", PROXY, f"{LIAR}, {VISITOR}", VISITOR),
        ("10.0.0.0/8", PROXY, f"{LIAR}, {VISITOR}, {OUTER}", VISITOR),
        ("10.0.0.0/8", PROXY, f"{VISITOR}, malo", PROXY),
        ("10.0.0.0/8", "", VISITOR, ""),
        ("unix", "", f"{LIAR}, {VISITOR}", VISITOR),
        ("unix,10.0.0.0/8", "", f"{LIAR},{VISITOR},{OUTER}", VISITOR),
        ("2001:db8::/32", "2001:db8::1", "2800:300::5", "2800:300::5"),
        ("1", PROXY, "200.1.2.3:4711", VISITOR),
        ("1", PROXY, "[2800:300::5]:4711", "2800:300::5"),
        ("1", PROXY, "::ffff:200.1.2.3", VISITOR),
        ("127.0.0.1", "127.0.0.1", VISITOR, VISITOR),
    ],
)
def test_only_our_own_proxies_are_believed(
    settings: object, trusted: str, peer: str, forwarded: str, expected: str
) -> None:
    settings.TRUSTED_PROXIES = trusted  # type: ignore[attr-defined]
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    request = RequestFactory().get("/", REMOTE_ADDR=peer, **headers)

    assert client_address(request) == expected


@pytest.mark.parametrize("setting", ["nginx", "10.0.0.0/99", "1,2", "-1"])
def test_a_setting_that_says_nothing_is_told(setting: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="TRUSTED_PROXIES"):
        TrustedProxies(setting)


@pytest.mark.parametrize(
    ("address", "block", "network"),
    [
        ("200.1.2.3", "200.1.2.3", "200.1.2.3"),
        ("2800:300:1:2:3::4", "2800:300:1:2::/64", "2800:300:1::/48"),
        ("fe80::1%eth0", "fe80::/64", "fe80::/48"),
        ("", "", ""),
        ("cualquier cosa", "", ""),
    ],
)
def test_an_ipv6_connection_is_its_64_and_a_network_its_48(
    address: str, block: str, network: str
) -> None:
    assert (client_block(address), network_block(address)) == (block, network)
