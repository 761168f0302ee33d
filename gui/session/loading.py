"""The progress of the start: importing TensorFlow takes long."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from gui.session.worker import Worker


class Loading(QObject):
    """What is being loaded.

    Args:
        worker: does it.
        parent: what owns this.

    Attributes:
        stage: "libraries", "tensorflow" or "model" while that is loaded, "" when ready or failed.
        versions: the versions of Keras and TensorFlow, once loaded.
        ready: TensorFlow is loaded and the model is built.
        failed: TensorFlow could not be loaded; nothing will ever be ready.

    Signals:
        changed(): one of the attributes changed.
    """

    changed = Signal()

    def __init__(self, worker: Worker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.stage, self.versions = "libraries", ""
        self.ready = self.failed = False
        worker.stage_reached.connect(self._reach)
        worker.loaded.connect(self._note_versions)

    def finish(self) -> None:
        """Note that the model is built; a second call does nothing."""
        if not self.ready:
            self.ready, self.stage = True, ""
            self.changed.emit()

    def fail(self) -> None:
        """Note that nothing will ever be ready."""
        self.failed, self.stage = True, ""
        self.changed.emit()

    def _reach(self, stage: str) -> None:
        self.stage = stage
        self.changed.emit()

    def _note_versions(self, versions: str) -> None:
        self.versions = versions  # told when the model is built, too
