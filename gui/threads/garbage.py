"""Garbage collection in the UI thread only."""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 1000
OLDEST = 2


class GarbageCollector(QObject):
    """Run Python's search for unreachable cycles now and then, in the thread that owns every widget.

    Python itself runs it in whichever thread happens to allocate something, so also in the Keras thread. If it frees a
    widget or an item of a table there while Qt is using it, the program crashes. Calibre and pyqtgraph do the same:
    https://riverbankcomputing.com/pipermail/pyqt/2011-August/030378.html

    Args:
        parent: what owns this; its thread is the one that collects.

    Attributes:
        oldest: the oldest generation to search. While frames are shown that is the one before the last: going through
            all that lives takes some 30 ms after a minute of playing, and more later.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._was_enabled = gc.isenabled()
        self._frozen = False
        self.oldest = OLDEST
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self._collect)

    def start(self) -> None:
        """Turn Python's own collection off, and collect here from now on."""
        gc.disable()
        self._timer.start()

    def stop(self) -> None:
        """Leave it to Python again, since no other thread is running any more."""
        self._timer.stop()
        if self._was_enabled:
            gc.enable()

    def _collect(self) -> None:
        """Search the generations that are due, by Python's own thresholds."""
        counts = zip(gc.get_count()[: self.oldest + 1], gc.get_threshold(), strict=False)
        due = [generation for generation, (count, limit) in enumerate(counts) if count > limit]
        if due and self._libraries_are_frozen():
            gc.collect(due[-1])

    def _libraries_are_frozen(self) -> bool:
        """Tell whether the libraries are imported; until then, searching all their objects would take long."""
        self._frozen = self._frozen or bool(gc.get_freeze_count())  # it counts them one by one, for 10 ms or more
        return self._frozen
