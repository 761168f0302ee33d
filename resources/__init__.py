"""Data that ships with the program, and the one loader for it."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent
SOURCE_LANGUAGE = "en"
"""Its texts are in the code."""


@cache
def toml(name: str) -> dict[str, Any]:
    """The content of a TOML file, e.g. `toml("themes/tokens.toml")`.

    Raises:
        FileNotFoundError: there is no such file.
        tomllib.TOMLDecodeError: it is not TOML.
    """
    with (ROOT / name).open("rb") as file:
        return tomllib.load(file)


def languages() -> dict[str, str]:
    """Every language, by its code, e.g. "ko", and how it calls itself: English, then one for each folder in i18n/."""
    codes = sorted(file.parent.name for file in (ROOT / "i18n").glob("*/language.toml"))
    codes.sort(key=lambda code: code != SOURCE_LANGUAGE)
    return {code: toml(f"i18n/{code}/language.toml")["name"] for code in codes}


def texts(language: str) -> dict[str, str]:
    """The catalogue of a language, from English; empty for English itself."""
    return {} if language == SOURCE_LANGUAGE else dict(toml(f"i18n/{language}/texts.toml")["texts"])


@cache
def icon_source(name: str) -> str:
    """The SVG text of an icon, e.g. `icon_source("play-fill")`.

    Raises:
        FileNotFoundError: there is no such icon.
    """
    return (ROOT / "icons" / f"{name}.svg").read_text(encoding="utf-8")
