"""The dialog that asks where to save a file: the name gets the ending of the kind that was chosen."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from gui.look import i18n, theme


def ask_where(parent: QWidget, title: str, name: str, kinds: str) -> Path | None:
    """Ask for a file; None if nobody wants one.

    Args:
        name: what is proposed; it gets the ending of the first kind if it has none of them.
        kinds: of files, e.g. "Pictures (*.png);;Pages (*.pdf)".
    """
    chosen, kind = QFileDialog.getSaveFileName(parent, title, with_ending(name, kinds), kinds)
    if not chosen:
        return None
    path = with_ending(chosen, kinds, kind)
    replaces = path != chosen and Path(path).exists()  # the dialog asked about another name
    return Path(path) if not replaces or _may_replace(parent, title, path) else None


def with_ending(path: str, kinds: str, kind: str = "") -> str:
    """Return the name of a file with an ending of these kinds: its own, or that of the kind that was chosen."""
    endings = _endings(kinds)
    if path.lower().endswith(endings):
        return path
    return path + (*_endings(kind), *endings)[0]


def _endings(kinds: str) -> tuple[str, ...]:
    """Return the endings in the names of kinds: of "Weights for numpy (*.npz)" it is ".npz"."""
    return tuple(re.findall(r"\*(\.[\w.]+)", kinds))


def _may_replace(parent: QWidget, title: str, path: str) -> bool:
    text = i18n.translate("There is a file {name} already. Replace it?").format(name=Path(path).name)
    buttons = QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.No
    box = QMessageBox(QMessageBox.Icon.Question, title, text, buttons, parent)
    theme.dress(box)
    return box.exec() == QMessageBox.StandardButton.Yes
