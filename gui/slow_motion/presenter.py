"""Shows slow motion: gives its moments to canvas, bar and tape, and lends it keys and pointer while it is on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget

from gui.slow_motion import part_words
from gui.slow_motion.walk import SlowMotion

if TYPE_CHECKING:
    from gui.window.main_window import MainWindow

OWN_ACTIONS = ("slow_next", "slow_back", "slow_run")
"""Enabled in slow motion only, when their keys are taken from the actions that have them otherwise."""


class SlowStage(QObject):
    """The connection table of slow motion.

    Attributes:
        motion: where slow motion is.
    """

    def __init__(self, window: MainWindow, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        self.motion = SlowMotion(window.session, self)
        self._on = False
        self._page_before: QWidget | None = None
        self._keys: dict[str, list[QKeySequence]] = {}
        motion, bar, selection = self.motion, window.slow_bar, window.session.selection
        motion.changed.connect(self.refresh)
        selection.changed.connect(self.refresh)
        selection.sample_changed.connect(self.refresh)
        bar.phase_clicked.connect(motion.go_to)
        bar.next_clicked.connect(motion.next)
        bar.back_clicked.connect(motion.back)
        bar.run_clicked.connect(motion.toggle_running)
        bar.close_clicked.connect(motion.leave)
        bar.speed_chosen.connect(motion.set_speed)
        window.actions_.set_enabled(" ".join(OWN_ACTIONS), False)
        for place in (window.canvas, bar):
            place.installEventFilter(self)

    def refresh(self) -> None:
        """Show where slow motion is; costs nothing while it is off."""
        motion, window = self.motion, self._window
        if motion.active != self._on:
            self._on = motion.active
            self._switch()
        if not self._on:
            return
        moment, selection = motion.moment, window.session.selection
        look = caption = None
        if moment is not None:
            from gui.canvas.layout.slow_look import resolve  # numpy, which is loaded by now

            look = resolve(moment, selection.sample)
            caption = part_words.caption(moment, selection.place, selection.sample)
        window.canvas.set_slow(look)
        window.slow_bar.set_moment(moment, caption)
        window.slow_bar.set_running(motion.running, motion.held, motion.speed)
        window.tape.set_moment(moment, motion.tape)

    def retranslate(self) -> None:
        """Set the texts that are put together here."""
        self.refresh()

    def _switch(self) -> None:
        """Put everything in place, or back."""
        window, on = self._window, self._on
        window.canvas_bar.setVisible(not on)
        window.slow_bar.setVisible(on)
        window.actions_.set_enabled(" ".join(OWN_ACTIONS), on)
        self._lend_keys()
        window.actions_["slow_motion"].setChecked(on)
        if on:
            self._page_before = window.pages.currentWidget()
            window.pages.show_page(window.tape)
            return
        window.canvas.set_slow(None)
        window.tape.set_moment(None, None)
        if self._page_before is not None and window.pages.currentWidget() is window.tape:
            window.pages.show_page(self._page_before)

    def _lend_keys(self) -> None:
        """A key of two enabled actions would do nothing at all."""
        actions = self._window.actions_
        if self._on:
            own = [key for name in OWN_ACTIONS for key in actions[name].shortcuts()]
            for name in actions.names:
                if name not in OWN_ACTIONS and any(key in own for key in actions[name].shortcuts()):
                    self._keys[name] = actions[name].shortcuts()
                    actions[name].setShortcuts([key for key in self._keys[name] if key not in own])
        else:
            for name, keys in self._keys.items():
                actions[name].setShortcuts(keys)
            self._keys = {}

    # ---- Qt -------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        if event.type() == QEvent.Type.Enter:
            self.motion.hold(True)
        elif event.type() == QEvent.Type.Leave:
            self.motion.hold(False)
        return False
