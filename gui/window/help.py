"""The content of the menu Help: every action with its keys, and what this program is."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from gui.actions.palette import Palette
from gui.actions.table import Actions, Slots
from gui.look import theme
from gui.look.about import version_text


class Help(QObject):
    """Show help about the window.

    Args:
        actions: what the palette lists and does.
        window: what the palette and the box lie over.
    """

    def __init__(self, actions: Actions, window: QWidget) -> None:
        super().__init__(window)
        self._actions, self._window = actions, window
        self._palette: Palette | None = None  # made when first needed

    def slots(self) -> Slots:
        """Return what the actions of the menu do, by their names."""
        return {"keys": self._show_palette, "about": self._show_about}

    def _show_palette(self) -> None:
        if self._palette is None:
            self._palette = Palette(self._actions, self._window)
            self._palette.chosen.connect(lambda name: self._actions[name].trigger())
        self._palette.open()

    def _show_about(self) -> None:
        text = self.tr("Look inside a real Keras network while it learns.")
        self._tell(self.tr("About Layerscope"), f"<h3>Layerscope</h3><p>{text}</p><p>{version_text()}</p>")

    def _tell(self, title: str, text: str) -> None:
        box = QMessageBox(QMessageBox.Icon.NoIcon, title, text, QMessageBox.StandardButton.Close, self._window)
        theme.dress(box)
        box.open()
        box.finished.connect(box.deleteLater)
        QApplication.alert(box)
