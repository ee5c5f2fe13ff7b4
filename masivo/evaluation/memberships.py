"""The stored members of other audiences, which conditions may name."""

from collections.abc import Mapping
from types import MappingProxyType

from pyroaring import BitMap

Memberships = Mapping[str, BitMap]
"""Customer keys by the audience's id as documents write it."""

NO_MEMBERSHIPS: Memberships = MappingProxyType({})
