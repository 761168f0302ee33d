"""The content of the menu Help: every key, and what this program is."""

from __future__ import annotations

from itertools import zip_longest

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from gui.actions.table import LAYER_KEYS, TABLE, Actions, Slots, key_text
from gui.look.about import version_text


class Help(QObject):
    """Show help about the window.

    Args:
        actions: whose keys are listed.
        window: what the boxes lie over.
    """

    def __init__(self, actions: Actions, window: QWidget) -> None:
        super().__init__(window)
        self._actions, self._window = actions, window

    def slots(self) -> Slots:
        """Return what the actions of the menu do, by their names."""
        return {"keys": self._show_keys, "about": self._show_about}

    def _show_keys(self) -> None:
        rows = [(self._actions[spec.name].text(), key_text(self._actions[spec.name].shortcut())) for spec in TABLE]
        rows.append((self.tr("Select a layer"), f"1 … {LAYER_KEYS}"))
        gap, space = 5 * "&nbsp;", "&nbsp;"
        cells = [
            f"<td>{text.replace(' ', space)}{gap}</td><td><b>{keys.replace(' ', space)}</b>{gap}</td>"
            for text, keys in rows
            if keys
        ]
        half = -(-len(cells) // 2)  # in two columns, because a screen is wider than high
        lines = "".join(
            f"<tr>{left}{right}</tr>" for left, right in zip_longest(cells[:half], cells[half:], fillvalue="")
        )
        hint = self.tr(
            "Tab to the network, then walk it with the arrow keys; Enter selects, Shift+Enter opens Maths, "
            "Space freezes."
        )
        self._tell(self.tr("Keys"), f"<table>{lines}</table><p>{hint}</p>")

    def _show_about(self) -> None:
        text = self.tr("Look inside a real Keras network while it learns.")
        self._tell(self.tr("About Layerscope"), f"<h3>Layerscope</h3><p>{text}</p><p>{version_text()}</p>")

    def _tell(self, title: str, text: str) -> None:
        box = QMessageBox(QMessageBox.Icon.NoIcon, title, text, QMessageBox.StandardButton.Close, self._window)
        box.open()
        box.finished.connect(box.deleteLater)
        QApplication.alert(box)
