"""Where a request comes from, as far as failures are counted: the network address of its sender."""

from __future__ import annotations

from functools import lru_cache
from ipaddress import IPv6Address, IPv6Network, ip_address

from flask import request

HOUSEHOLD = 64
"""Bits of an IPv6 address that one connection has for good; below it there are any number."""


def counted() -> str:
    """Give the address of the request's sender under which its failures are counted."""
    return network(request.remote_addr or "")


@lru_cache(maxsize=1024)
def network(address: str) -> str:
    """Give what one sender cannot change of an address: all of IPv4, the first half of IPv6."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(IPv6Network((found, HOUSEHOLD), strict=False))
