"""A copy of what is not saved yet, for the case that the program ends without being asked to."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, QStandardPaths, QTimer

from gui.saving.session_files import Place, SessionFiles

AUTOSAVE_MS = 30_000
ENDING = ".layerscope"


def autosave_folder() -> Path:
    """Return where the copies are."""
    location = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppLocalDataLocation)
    return Path(location) / "autosave"


class Autosave(QObject):
    """Write a copy 30 s after something was done that is not saved, and delete it once it is, or is not wanted.

    Each running program has a copy of its own, and a lock beside it. A copy whose lock nobody holds is what a crash
    left.

    Args:
        files: writes the copy.
        folder: where to.
        parent: what owns this.

    Attributes:
        left: the copies that earlier programs left, the latest first.
    """

    def __init__(self, files: SessionFiles, folder: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._files, self._folder = files, folder
        self._opening: Path | None = None  # what an earlier program left, until it is open here
        self._adopted: list[Path] = []
        self._timer = QTimer(self, singleShot=True, interval=AUTOSAVE_MS)
        self._timer.timeout.connect(self.write)
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
        self.left = self._find_left()
        self.path = folder / f"{os.getpid()}{ENDING}"
        self._lock = QLockFile(str(self.path.with_suffix(".lock")))
        self._lock.setStaleLockTime(0)  # only the end of its process makes it stale
        self._lock.tryLock(0)
        files.noted.connect(self._wait)
        files.changed.connect(self._changed)
        files.saved.connect(self._saved)
        files.opened.connect(self._opened)

    def write(self) -> None:
        """Write the copy now, if there is anything that is not saved."""
        self._timer.stop()
        if self._files.modified:
            self._files.save_copy(self.path)

    def adopt(self, path: Path) -> None:
        """Note that what an earlier program left is opened here: it is deleted once it is in a file of this program."""
        self._opening = path

    def discard(self, path: Path) -> None:
        """Delete what an earlier program left."""
        with suppress(OSError):
            path.unlink()

    def close(self) -> None:
        """End, and delete the copy: everything is saved, or not wanted."""
        self._timer.stop()
        self._delete()
        self._files.do(self._delete, lambda _: None)  # again, after the one that is being written
        self._lock.unlock()

    # ---- inside -------------------------------------------------------------------------------------------------

    def _find_left(self) -> tuple[Path, ...]:
        """Return the copies whose programs are not running any more, the latest first."""
        found = []
        for path in self._folder.glob(f"*{ENDING}"):
            lock = QLockFile(str(path.with_suffix(".lock")))
            lock.setStaleLockTime(0)
            if lock.tryLock(0):
                lock.unlock()
                with suppress(OSError):  # another program has just taken it over
                    found.append((path.stat().st_mtime, path))
        return tuple(path for _, path in sorted(found, reverse=True))

    def _wait(self) -> None:
        if self._files.modified and not self._timer.isActive():
            self._timer.start()

    def _changed(self) -> None:
        if self._files.modified:
            self._wait()
        else:
            self._timer.stop()
            self._delete()

    def _opened(self) -> None:
        """Take over what an earlier program left, now that it is open; a session of a file is another one."""
        if self._opening is not None and self._files.path is None:
            self._adopted.append(self._opening)
            self._opening = None

    def _saved(self, place: Place) -> None:
        """Delete what this program took over, now that it is in a file of its own."""
        for path in self._adopted:
            self.discard(path)
        self._adopted.clear()
        if not self._files.modified:
            self._delete()  # it was being written while the session was saved

    def _delete(self) -> None:
        with suppress(OSError):
            self.path.unlink()
