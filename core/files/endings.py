"""The endings of files: which one a name gets that has none of the known ones."""

from __future__ import annotations

from collections.abc import Sequence


def with_ending(path: str, known: Sequence[str], default: str = "") -> str:
    """Return a path with one of the known endings. What follows a dot may be part of the name: "net v1.2".

    Args:
        path: as it was typed.
        known: in lower case, e.g. (".keras", ".h5").
        default: what is appended to a path without any of them; the first one if it is not given.

    Example:
        >>> with_ending("net v1.2", (".keras", ".h5")), with_ending("net.H5", (".keras", ".h5"))
        ('net v1.2.keras', 'net.H5')
    """
    return path if path.lower().endswith(tuple(known)) else path + (default or known[0])
