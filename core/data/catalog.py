"""All built-in sources, in the groups in which a list shows them."""

from __future__ import annotations

from core.data.built_in import SOURCES, Source
from core.data.classic import CLASSIC
from core.data.made import Blobs, Circles, Moons, Sine, Spirals, XorOfTwoInputs

MADE: tuple[Source, ...] = (*SOURCES, Moons(), Circles(), Spirals(), Blobs(), XorOfTwoInputs(), Sine())

GROUPS: dict[str, tuple[Source, ...]] = {"made": MADE, "classic": CLASSIC}
"""The sources by the key of their group."""

KNOWN: tuple[Source, ...] = (*MADE, *CLASSIC)
