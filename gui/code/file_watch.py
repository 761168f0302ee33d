"""Files that another program may change."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QFileSystemWatcher, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication


class FileWatch(QObject):
    """Notice when files may have changed: the system says so, or the learner comes back from another program.

    Signals:
        due(): look at the files again.
    """

    due = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._paths: tuple[str, ...] = ()
        self._watcher = QFileSystemWatcher(self)
        self._watcher.fileChanged.connect(self._note)
        QGuiApplication.instance().applicationStateChanged.connect(self._state_changed)

    def set_paths(self, paths: Iterable[str]) -> None:
        """Watch these files instead of the ones before."""
        paths = tuple(dict.fromkeys(paths))
        if paths == self._paths:
            return
        self._paths = paths
        if watched := self._watcher.files():
            self._watcher.removePaths(watched)
        self._watch()
        self.due.emit()

    def _watch(self) -> None:
        """Watch what is not watched: a program that writes a new file in place of the old one ends the watch."""
        left = [path for path in self._paths if path not in self._watcher.files()]
        if left:
            self._watcher.addPaths(left)

    def _note(self) -> None:
        self._watch()
        self.due.emit()

    def _state_changed(self, state: Qt.ApplicationState) -> None:
        if self._paths and state == Qt.ApplicationState.ApplicationActive:
            self._note()
