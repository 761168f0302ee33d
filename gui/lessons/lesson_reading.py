"""Read lessons in a thread, because a stranger's folder may be slow to read, and again when their files change."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from core.lessons.reader import load
from core.problems.problem import Problem
from core.service.unexpected import unexpected
from gui.threads.message_queue import MessageQueue, ThreadMessages

MOST_WATCHED = 200
"""Files of a lesson that are watched."""


SETTLE_MS = 300
"""After a change, wait so long for further ones: an editor writes a file in several steps."""


class LessonWatch(QObject):
    """Watch the folder of a lesson that is being written.

    Signals:
        changed(str): a file in this folder was changed, added or removed.
    """

    changed = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._folder: Path | None = None
        self._watcher = QFileSystemWatcher(self)
        self._timer = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._timer.timeout.connect(self._tell)
        for signal in (self._watcher.fileChanged, self._watcher.directoryChanged):
            signal.connect(lambda _: self._timer.start())

    def watch(self, folder: Path | None) -> None:
        """Watch this folder instead of the one before; None for no folder."""
        self._folder = folder
        self._timer.stop()
        self._watch_files()

    def _tell(self) -> None:
        self._watch_files()  # a file that an editor replaced is watched no more
        if self._folder is not None:
            self.changed.emit(str(self._folder))

    def _watch_files(self) -> None:
        if before := [*self._watcher.files(), *self._watcher.directories()]:
            self._watcher.removePaths(before)
        if self._folder is not None and self._folder.is_dir():
            files = [str(file) for file in self._folder.iterdir() if file.suffix in (".toml", ".md")]
            self._watcher.addPaths([str(self._folder), *files[:MOST_WATCHED]])


class LessonReader(QObject):
    """Read the lesson of a folder, and again when its files change; of several that are asked for, the last counts.

    Signals:
        read(Lesson): it was read.
        refused(Problem): it is broken, and why.
    """

    read = Signal(object)
    refused = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._queue = MessageQueue(self)
        self._queue.arrived.connect(self._arrived)
        self._asked = 0
        self._watch = LessonWatch(self)
        self._watch.changed.connect(self.ask)

    def follow(self, folder: Path | None) -> None:
        """Read this folder again whenever a file in it changes; None for no folder."""
        self._watch.watch(folder)

    def choose(self, parent: QWidget) -> None:
        """Ask for a folder and read its lesson."""
        folder = QFileDialog.getExistingDirectory(parent, self.tr("Open lesson"))
        if folder:
            self.ask(folder)

    def ask(self, folder: str) -> None:
        """Read a lesson; `read` or `refused` follows."""
        self._asked += 1
        work = (self._queue.messages, str(self._asked), folder)
        threading.Thread(target=_read, args=work, name="lesson", daemon=True).start()

    def close(self) -> None:
        """Forget what is being read."""
        self._asked += 1
        self._queue.close()

    def _arrived(self, number: str, outcome: Any) -> None:
        if number != str(self._asked):
            return
        (self.refused if isinstance(outcome, Problem) else self.read).emit(outcome)


def _read(messages: ThreadMessages, number: str, folder: str) -> None:
    """Read a lesson in a thread of its own."""
    try:
        messages.put(number, load(Path(folder)))
    except Problem as problem:
        messages.put(number, problem)
    except Exception as error:  # whoever asked gets an answer
        messages.put(number, unexpected(error))
