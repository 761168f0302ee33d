"""Data that ships with the program, and the one loader for it."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent


@cache
def toml(name: str) -> dict[str, Any]:
    """The content of a TOML file, e.g. `toml("themes/tokens.toml")`.

    Raises:
        FileNotFoundError: there is no such file.
        tomllib.TOMLDecodeError: it is not TOML.
    """
    with (ROOT / name).open("rb") as file:
        return tomllib.load(file)


@cache
def icon_source(name: str) -> str:
    """The SVG text of an icon, e.g. `icon_source("play-fill")`.

    Raises:
        FileNotFoundError: there is no such icon.
    """
    return (ROOT / "icons" / f"{name}.svg").read_text(encoding="utf-8")
