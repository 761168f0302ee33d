"""A script as a file: Python, or a Jupyter notebook."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from core.files.atomic import write_text
from core.history.branch import Entry
from core.script.notebook import notebook
from core.script.readable import ReadableWriter
from core.script.writer import Passage, Script, joined

EXACT, READABLE = "exact", "readable"
NOTEBOOK = ".ipynb"


def write_script(path: Path, written: Iterable[Passage], title: str, prose: str = "") -> None:
    """Write a script: as a notebook if the file's name ends in .ipynb, else as Python.

    Raises:
        Problem: it cannot be written.
    """
    write_text(path, notebook(written, title, prose) if path.suffix.lower() == NOTEBOOK else joined(written))


def spelt(history: Iterable[Entry], spelling: str) -> tuple[Passage, ...]:
    """Return the script of a history in a spelling, `EXACT` or `READABLE`."""
    script = Script(ReadableWriter() if spelling == READABLE else None)
    script.change(0, history)
    return tuple(script.passages)
