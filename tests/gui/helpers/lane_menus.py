"""Open the context menu of a lane and read it, as a learner does."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from core.snapshot.place import Place
from gui.window.main_window import MainWindow

WAIT_MS = 120_000


def choose(window: MainWindow, lane: str, *words: str, look: Callable[[], None] | None = None) -> list[str]:
    """Choose an entry of a lane's menu: for each word, open the entry that begins with it.

    Args:
        look: called while the mouse is over the last entry.

    Returns:
        The texts of the entries of the menu that was opened last.
    """
    texts: list[str] = []

    def go(menu: QMenu, *left: str) -> None:
        entry = next(action for action in menu.actions() if action.text().startswith(left[0]))
        QTest.mouseMove(menu, menu.actionGeometry(entry).center())
        menu.setActiveAction(entry)
        if len(left) > 1:
            QTest.keyClick(menu, Qt.Key.Key_Right)
            go(entry.menu(), *left[1:])
            return
        texts.extend(action.text() for action in menu.actions())
        if look is not None:
            look()
        QTest.keyClick(menu, Qt.Key.Key_Return)

    def click() -> None:
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        try:
            go(menu, *words)
        except BaseException:
            menu.close()  # else the menu stays open for ever
            raise

    QTimer.singleShot(200, click)
    point = window.canvas.center_of(Place(lane))
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, point, window.canvas.mapToGlobal(point))
    QApplication.sendEvent(window.canvas, event)
    assert window.session.wait_idle(WAIT_MS)
    return texts
