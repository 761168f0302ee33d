"""A folder with a small lesson, for the tests of reading one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.core.helpers.small_lesson import FIRST, LESSON, SECOND


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in (("lesson.toml", LESSON), ("first.toml", FIRST), ("second.toml", SECOND)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    for name in ("first", "second"):
        (tmp_path / f"{name}.en.md").write_text("Some **prose**.\n", encoding="utf-8")
    return tmp_path
