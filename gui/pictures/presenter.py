"""Take pictures, recordings and numbers of what the window shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from core.problems.problem import Problem
from gui.actions.shell import Shell
from gui.actions.table import Actions, Slots
from gui.pictures.dialog import PictureDialog
from gui.pictures.numbers import as_text, numbers_of
from gui.pictures.recording import Recording, write_film
from gui.pictures.recording_banner import RecordingBanner
from gui.pictures.render import copy_picture, picture_of
from gui.session.session import Session
from gui.threads.background import Background
from gui.widgets.save_dialog import ask_where

POLL_MS = 100

Subjects = Callable[[], Sequence[tuple[str, QWidget]]]


class PicturesPresenter(QObject):
    """Connect the actions that take pictures and recordings.

    Args:
        subjects: returns the name and the widget of what a picture can be taken of, the network first.
        canvas: what is recorded.
        banner: says that a recording is made.
    """

    def __init__(
        self,
        subjects: Subjects,
        canvas: QWidget,
        banner: RecordingBanner,
        session: Session,
        actions: Actions,
        shell: Shell,
    ) -> None:
        super().__init__(shell.dialog_parent)
        self._subjects, self._canvas, self._banner = subjects, canvas, banner
        self._session, self._action, self._window = session, actions["record"], shell.dialog_parent
        self._recording: Recording | None = None
        self._background, self._cancel = Background(self), Event()
        self._written_frames: list[int] = []  # the film's thread adds to it; Qt is not asked from there
        self._poll = QTimer(self, interval=POLL_MS)
        self._poll.timeout.connect(self._show_progress)
        self._count = 0
        banner.save_clicked.connect(self._save_recording)
        banner.cancel_clicked.connect(self._cancel_recording)
        shell.closing.connect(self._close)

    def slots(self) -> Slots:
        """Return the slots of the actions, by their names."""
        return {"export_picture": self._choose, "record": self._record}

    # ---- pictures and numbers -------------------------------------------------------------------------------------

    def _choose(self) -> None:
        dialog = PictureDialog(self._subjects(), 0, self._window)
        dialog.save_asked.connect(self._save_picture)
        dialog.copy_asked.connect(copy_picture)
        dialog.numbers_asked.connect(self._save_numbers)
        dialog.numbers_copied.connect(self._copy_numbers)
        dialog.open()

    def _save_picture(self, subject: QWidget) -> None:
        kinds = self.tr("Pictures (*.png);;Drawings (*.svg);;Pages (*.pdf)")
        path = ask_where(self._window, self.tr("Save the picture"), "layerscope", kinds)
        if path is not None:
            self._write(path, picture_of(subject, path.suffix.lower()))

    def _save_numbers(self, subject: QWidget) -> None:
        path = ask_where(self._window, self.tr("Save the numbers"), "layerscope", self.tr("Tables (*.csv)"))
        if path is not None:
            rows = list(numbers_of(subject))  # here: a chart is not to be read in another thread
            self._write(path, lambda: as_text(rows).encode("utf-8-sig"))

    def _copy_numbers(self, subject: QWidget) -> None:
        QGuiApplication.clipboard().setText(as_text(numbers_of(subject), "\t"))

    def _write(self, path: Path, content: Callable[[], bytes]) -> None:
        self._session.files.do(partial(_write, path, content), self._written)

    def _written(self, outcome: Any) -> None:
        if isinstance(outcome, Problem):
            self._session.problems.show(outcome)

    # ---- recording ------------------------------------------------------------------------------------------------

    def _record(self) -> None:
        """Begin a recording, or save the one that is made."""
        if self._recording is None and not self._background.busy:
            self._recording = Recording(self._canvas, self)
            self._recording.grew.connect(self._show_length)
            self._banner.set_seconds(0.0)
            self._banner.show()
        else:
            self._save_recording()
        self._action.setChecked(self._recording is not None)

    def _show_length(self) -> None:
        if self._recording is not None:
            self._banner.set_seconds(self._recording.seconds)

    def _save_recording(self) -> None:
        recording = self._end()
        if recording is None:
            return  # the last one is still being written
        frames, frame_ms = recording.frames, recording.frame_ms
        recording.deleteLater()
        if not frames:
            self._banner.hide()
            return
        kinds = self.tr("Animated pictures (*.webp);;Older animated pictures (*.gif)")
        path = ask_where(self._window, self.tr("Save the recording"), "layerscope", kinds)
        if path is None:
            self._banner.hide()
            return
        self._cancel = Event()
        self._written_frames, self._count = [], len(frames)
        self._show_progress()
        self._poll.start()
        progress = self._written_frames.append
        job = partial(write_film, path, frames, frame_ms, self._cancel, progress)
        self._background.run(job, self._film_written)

    def _show_progress(self) -> None:
        self._banner.set_progress(max(self._written_frames, default=0), self._count)

    def _film_written(self, outcome: Any) -> None:
        self._poll.stop()
        self._banner.hide()
        self._written(outcome)

    def _cancel_recording(self) -> None:
        """Forget the recording, or stop writing it."""
        self._cancel.set()
        if (recording := self._end()) is not None:
            recording.deleteLater()
        self._banner.hide()

    def _end(self) -> Recording | None:
        recording, self._recording = self._recording, None
        if recording is not None:
            recording.stop()
        self._action.setChecked(False)
        return recording

    def _close(self) -> None:
        self._poll.stop()
        self._cancel_recording()
        self._background.close()


def _write(path: Path, content: Callable[[], bytes]) -> None:
    from core.files.atomic import write_bytes

    write_bytes(path, content())
