"""The monkey's hands: one window, and mouse and keys as the window system would send them to it."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from unittest.mock import patch

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QMimeData, QPoint, QPointF, QRect, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from gui.documents import autosave, presenter
from gui.pictures import recording
from gui.start.app import create_window
from gui.window.main_window import MainWindow
from tests.monkey.failure import Failure
from tests.monkey.files import write_files
from tests.monkey.popups import FileAnswers, PopupChooser, close_dialogs

READY_MS = 120_000
AUTOSAVE_MS = 2_000
"""How often a copy is kept here."""

FRAME_MS = 500
"""How often a recording takes a picture here: often ones would be a fifth of the work."""

COPIES = "autosave"
"""The folder for them."""

NO_KEYS = Qt.KeyboardModifier.NoModifier
MODIFIERS = {
    Qt.KeyboardModifier.ShiftModifier: Qt.Key.Key_Shift,
    Qt.KeyboardModifier.ControlModifier: Qt.Key.Key_Control,
    Qt.KeyboardModifier.AltModifier: Qt.Key.Key_Alt,
}
LEFT = Qt.MouseButton.LeftButton


class Hands:
    """Hold one window, and do to it what a learner's hands can do.

    Args:
        opened: called whenever a window was opened.

    Attributes:
        window: the window, a new one after each `close` and `start`.
        popups: chooses from what opens.
        files: what file dialogs give.
        folder: where the files lie that the actions speak of.
    """

    window: MainWindow

    def __init__(self, opened: Callable[[], None]) -> None:
        self._opened = opened
        self.popups, self.files, self.folder = PopupChooser(), FileAnswers(), Path()

    @contextmanager
    def at_work(self, folder: Path) -> Iterator[None]:
        """Write the files into a folder, open a window and wait for its network; close it in the end."""
        self.folder = folder
        write_files(folder)
        with (
            self.files.given(),
            patch.object(autosave, "AUTOSAVE_MS", AUTOSAVE_MS),
            patch.object(recording, "FRAME_MS", FRAME_MS),
            patch.object(presenter, "autosave_folder", lambda: folder / COPIES),
        ):
            self.popups.start()
            self.start()
            try:
                if not self.window.session.wait_idle(READY_MS):
                    raise Failure("never ready")
                yield
            finally:
                self.close()
                self.popups.stop()

    def start(self) -> None:
        """Open a window, which keeps a copy of what is not saved, and asks before it closes."""
        self.window = window = create_window([])
        window.start_up.finished.connect(lambda: window.presenters.documents.guard())
        self._opened()
        self.window.show()

    def reopen(self) -> bool:
        """Open a window again if the last one was closed; return whether it was."""
        closed = not self.window.isVisible()
        if closed:
            self.close()
            self.start()
        return closed

    def close(self) -> None:
        """Close the window, whatever it does at the moment, and wait for its thread."""
        close_dialogs()
        self.window.session.files.forget_changes()
        self.window.close()
        end = perf_counter() + READY_MS / 1000
        while not self.window.session.close(0):
            if perf_counter() > end:
                raise Failure("thread does not end")
            self.rest(10)
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def leave_copy(self) -> None:
        """Leave the copy of what is not saved, as a crash does; nothing if there is none."""
        own = self.folder / COPIES / f"{os.getpid()}{autosave.ENDING}"
        with contextlib.suppress(OSError):
            shutil.copy(own, own.with_stem("crashed"))

    @contextmanager
    def choosing(self, path: str) -> Iterator[None]:
        """Have file dialogs give a path in the folder; "" cancels them."""
        self.files.path = str(self.folder / path) if path else ""
        try:
            yield
        finally:
            self.files.path = ""

    def rest(self, ms: int) -> None:
        """Run the event loop for a while."""
        loop = QEventLoop()
        QTimer.singleShot(ms, loop.quit)
        loop.exec()

    # ---- mouse ----------------------------------------------------------------------------------------------

    def click(self, widget: QWidget, at: QPoint, button: Qt.MouseButton, keys: Qt.KeyboardModifier = NO_KEYS) -> None:
        """Click a widget, or whatever lies over it."""
        handle, point = _in_window(widget, at)
        if handle is not None:
            QTest.mouseMove(handle, point)
            QTest.mousePress(handle, button, keys, point)
            if _is_open(handle):  # a chosen entry may have closed it
                QTest.mouseRelease(handle, button, keys, point)

    def point(self, widget: QWidget, at: QPoint) -> None:
        """Move the mouse over a widget."""
        handle, point = _in_window(widget, at)
        if handle is not None:
            QTest.mouseMove(handle, point)

    def double_click(self, widget: QWidget, at: QPoint) -> None:
        self.click(widget, at, LEFT)
        handle, point = _in_window(widget, at) if isValid(widget) else (None, at)
        if handle is not None:
            QTest.mouseDClick(handle, LEFT, NO_KEYS, point)

    def drag(self, widget: QWidget, points: Sequence[QPoint]) -> None:
        """Press at the first point, and let go at the last."""
        handle, first = _in_window(widget, points[0])
        if handle is None:
            return
        corner, inside = first - points[0], QRect(QPoint(), handle.size())
        QTest.mousePress(handle, LEFT, NO_KEYS, first)
        last = first
        for point in points[1:]:
            if _is_open(handle) and inside.contains(corner + point):
                last = corner + point
                QTest.mouseMove(handle, last)
                self.rest(1)
        if _is_open(handle):
            QTest.mouseRelease(handle, LEFT, NO_KEYS, last)

    def wheel(self, widget: QWidget, at: QPoint, notches: int, keys: Qt.KeyboardModifier = NO_KEYS) -> None:
        """Turn the wheel over a widget."""
        handle, point = _in_window(widget, at)
        if handle is not None:
            QTest.wheelEvent(handle, point, QPoint(0, 120 * notches), QPoint(), keys)

    def drop(self, path: Path) -> None:
        """Drag a file over the window, and drop it there."""
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path))])
        at, copy = self.window.rect().center(), Qt.DropAction.CopyAction
        QApplication.sendEvent(self.window, QDragEnterEvent(at, copy, data, LEFT, NO_KEYS))
        QApplication.sendEvent(self.window, QDropEvent(QPointF(at), copy, data, LEFT, NO_KEYS))

    # ---- keys -----------------------------------------------------------------------------------------------

    def press(self, key: Qt.Key, keys: Qt.KeyboardModifier = NO_KEYS) -> None:
        """Press a key; it goes to a shortcut, or where the focus is."""
        strokes = [*((held, NO_KEYS) for modifier, held in MODIFIERS.items() if keys & modifier), (key, keys)]
        for one, with_keys in strokes:
            self._strike(True, one, with_keys)
        for one, with_keys in reversed(strokes):
            self._strike(False, one, with_keys)

    def _strike(self, down: bool, key: Qt.Key, keys: Qt.KeyboardModifier) -> None:
        """Press or release one key in the window that has the focus now: the key before may have closed another one.

        `QTest.keyPress` presses Control and the key itself in one window, also where that is gone in between.
        """
        handle = QGuiApplication.focusWindow() or self.window.windowHandle()
        if handle is not None and _is_open(handle):
            letter = QTest.keyToAscii(key)
            QTest.simulateEvent(handle, down, key, keys, "" if letter == "\0" else letter, False)

    def write(self, text: str) -> None:
        """Type a text where the focus is."""
        for letter in text:
            target = QApplication.focusWidget()
            if target is not None:
                QTest.sendKeyEvent(QTest.KeyAction.Click, target, _key_of(letter), letter, NO_KEYS)


def _in_window(widget: QWidget, at: QPoint) -> tuple[QWindow | None, QPoint]:
    """Return the window system's window of a widget, and a point of the widget in it; None if it is out of reach."""
    window = widget.window()
    handle, point = window.windowHandle(), widget.mapTo(window, at)
    within = handle is not None and QRect(QPoint(), handle.size()).contains(point)
    return (handle if within else None), point


def _is_open(handle: QWindow) -> bool:
    return handle in QGuiApplication.topLevelWindows()


def _key_of(letter: str) -> Qt.Key:
    return Qt.Key(ord(letter.upper())) if letter.isascii() and letter.isprintable() else Qt.Key.Key_unknown
