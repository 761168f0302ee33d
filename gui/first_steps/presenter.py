"""Show the hints at the very first start, one after the other, and go on when the learner does what they say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QRect, QTimer
from PySide6.QtWidgets import QWidget

from gui.actions.shell import Shell
from gui.actions.table import Slots
from gui.first_steps.hint import Hint
from gui.look.settings import Settings
from gui.session.session import Session

SEEN = "first_steps"
"""The setting that says that the hints were shown."""

FROZEN_LAYER = "hidden_2"
MOVES = (QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.LayoutRequest)


@dataclass(frozen=True)
class Target:
    """What a hint points at.

    Attributes:
        widget: a widget of another feature.
        area: returns the part of it that is meant, in its px, or None if that is not to be seen now.
        sides: where the hint may stand, the best side first.
        avoid: a widget that it shall not cover, or None.
    """

    widget: QWidget
    area: Callable[[], QRect | None]
    sides: Sequence[str]
    avoid: QWidget | None = None


class FirstStepsPresenter(QObject):
    """Point at Play, then at the box of a layer, then at the timeline.

    Args:
        hint: the view.
        targets: what the three hints point at.
        presenting: returns whether the window is shown to a class, without hints.
    """

    def __init__(
        self,
        hint: Hint,
        targets: Sequence[Target],
        session: Session,
        shell: Shell,
        settings: Settings,
        presenting: Callable[[], bool],
    ) -> None:
        super().__init__(shell.dialog_parent)
        self._hint, self._targets, self._session = hint, targets, session
        self._shell, self._settings, self._presenting = shell, settings, presenting
        self._number: int | None = None  # of the hint that is shown, or None
        self._placing = QTimer(self, singleShot=True, interval=0)
        self._placing.timeout.connect(self._place)
        hint.next_clicked.connect(self._go_on)
        hint.close_clicked.connect(self.close)
        for signal in (session.loading_changed, session.playing_changed, session.snapshot_changed):
            signal.connect(self._follow_learner)
        shell.retranslated.connect(self._write)
        shell.restyled.connect(self.place_soon)
        shell.closing.connect(self._stop)
        if settings.remembered and not settings.text(SEEN, ""):
            self.show()

    def slots(self) -> Slots:
        """Return the slot of Help > First steps."""
        return {"first_steps": self.show}

    def show(self) -> None:
        """Show the hints from the first one on, as soon as the network is there."""
        self._settings.set(SEEN, "seen")
        if self._number is None:
            for widget in {self._shell.dialog_parent, *(target.widget for target in self._targets)}:
                widget.installEventFilter(self)
        self._show(0)
        self._follow_learner()

    def close(self) -> bool:
        """Show no hint any more; return whether there was one."""
        if self._number is None or self._hint.isHidden():
            return False
        self._stop()
        return True

    @property
    def active(self) -> bool:
        """Whether there is a hint to show, as soon as what it points at is to be seen."""
        return self._number is not None

    def place_soon(self) -> None:
        """Put the hint beside its target once everything else has found its place."""
        if self._number is not None:
            self._placing.start()

    def _place(self) -> None:
        """Put the hint beside its target, or hide it while the target is not to be seen."""
        if self._number is None:
            return
        target = self._targets[self._number]
        area = target.area() if self._session.ready and target.widget.isVisible() and not self._presenting() else None
        if area is None:
            self._hint.hide()
        else:
            avoid = self._in_window(target.avoid, target.avoid.rect()) if target.avoid is not None else None
            self._hint.point_at(self._in_window(target.widget, area), target.sides, avoid)

    def _in_window(self, widget: QWidget, area: QRect) -> QRect:
        """Return a part of a widget in px of the window; none of a widget that is not to be seen."""
        window = self._shell.dialog_parent
        return QRect(widget.mapTo(window, area.topLeft()), area.size()) if widget.isVisible() else QRect()

    def _go_on(self) -> None:
        """Show the next hint, or none after the last one."""
        if self._number is None:
            return
        if self._number + 1 == len(self._targets):
            self._stop()
            return
        self._show(self._number + 1)

    def _show(self, number: int) -> None:
        self._number = number
        self._hint.follow(self._targets[number].widget)
        self._write()

    def _follow_learner(self) -> None:
        """Go on when the learner has done what the hint says."""
        while self._number is not None and self._done(self._number):
            self._go_on()
        if self._session.ready:
            self.place_soon()

    def _done(self, number: int) -> bool:
        session = self._session
        snapshot, where = session.snapshot, session.network.where
        if number == 0:
            return session.playing
        if snapshot is None or where is None:
            return False
        if number == 1:
            layer = snapshot.layer(FROZEN_LAYER)
            return layer is None or not layer.trainable
        return where.in_past

    def _write(self) -> None:
        texts = (
            (
                self.tr("Press Play"),
                self.tr("Watch the loss fall and the map of the prediction take shape. Space plays and pauses, too."),
            ),
            (
                self.tr("Freeze a layer"),
                self.tr("Untick the box: {layer} stands still, and the other layers go on learning without it.").format(
                    layer=FROZEN_LAYER
                ),
            ),
            (
                self.tr("Go back in time"),
                self.tr("Drag the timeline: every step can be seen again. Play from there begins a new branch."),
            ),
        )
        if self._number is not None:
            self._hint.set_texts(*texts[self._number], self._number + 1, len(texts))
            self.place_soon()

    def _stop(self) -> None:
        if self._number is None:
            return
        self._number = None
        self._placing.stop()
        for widget in {self._shell.dialog_parent, *(target.widget for target in self._targets)}:
            widget.removeEventFilter(self)
        held = self._hint.focusWidget() is not None and self._hint.focusWidget().hasFocus()
        self._hint.hide()
        if held:
            self._shell.focus_home()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        if event.type() in MOVES:
            self.place_soon()
        return False
