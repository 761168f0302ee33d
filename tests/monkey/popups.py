"""What would wait for a click for ever: file dialogs, menus, lists and dialogs that are open."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QDialog, QFileDialog, QMenu, QMessageBox, QWidget

LOOK_MS = 15

MOST_CHOICES = 5
"""In menus that open each other, before all of them are closed."""


class FileAnswers:
    """What every file dialog gives.

    Attributes:
        path: a path, or "" as if the dialog were cancelled.
    """

    def __init__(self) -> None:
        self.path = ""

    @contextmanager
    def given(self) -> Iterator[None]:
        """Answer file dialogs and message boxes that would wait, without opening them."""
        with (
            patch.object(QFileDialog, "getOpenFileName", lambda *_, **__: (self.path, "")),
            patch.object(QFileDialog, "getSaveFileName", lambda *_, **__: (self.path, "")),
            patch.object(QFileDialog, "getExistingDirectory", lambda *_, **__: self.path),
            patch.object(QMessageBox, "exec", lambda _: QMessageBox.StandardButton.Yes),
        ):
            yield


class PopupChooser(QObject):
    """Choose an entry of every menu and list that opens. A timer, because a menu may wait in a loop of its own.

    Attributes:
        choice: which entry, from 0 (the first) to 1 (none: it is closed).
    """

    def __init__(self) -> None:
        super().__init__()
        self.choice = 1.0
        self._seen: QWidget | None = None
        self._chosen = 0
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self._look)

    def start(self) -> None:
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def _look(self) -> None:
        popup = QApplication.activePopupWidget()
        if popup is None:
            self._chosen = 0
        if popup is None or popup is not self._seen:
            self._seen = popup  # it was only just opened
            return
        self._seen = None
        self._chosen += 1
        if self._chosen > MOST_CHOICES:
            popup.close()
        elif isinstance(popup, QMenu):
            self._choose_from_menu(popup)
        elif (rows := popup.findChild(QAbstractItemView)) is not None and self.choice < 1:
            row = int(self.choice * rows.model().rowCount())
            rows.setCurrentIndex(rows.model().index(row, 0))
            QTest.keyClick(rows, Qt.Key.Key_Return)
        else:
            popup.close()

    def _choose_from_menu(self, menu: QMenu) -> None:
        entries = [entry for entry in menu.actions() if entry.isEnabled() and not entry.isSeparator()]
        number = int(self.choice * (len(entries) + 1))
        if number < len(entries):
            menu.setActiveAction(entries[number])
            QTest.keyClick(menu, Qt.Key.Key_Return)
        else:
            QTest.keyClick(menu, Qt.Key.Key_Escape)


def close_dialogs() -> None:
    """Close every popup and every dialog."""
    while (popup := QApplication.activePopupWidget()) is not None:
        popup.close()
    for dialog in QApplication.topLevelWidgets():
        if isinstance(dialog, QDialog) and dialog.isVisible():
            dialog.reject()
