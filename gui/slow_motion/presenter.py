"""Connect slow motion with the canvas, its bar, the Tape panel and the session."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget

from core.explain.step_parts import Moment
from gui.actions.shell import Shell
from gui.actions.table import Actions, Slots
from gui.look.i18n import tr
from gui.session.session import Session
from gui.slow_motion import part_words
from gui.slow_motion.slow_bar import SlowBar
from gui.slow_motion.tape_panel import TapePanel
from gui.slow_motion.walk import SlowMotion

OWN_ACTIONS = ("slow_next", "slow_back", "slow_run")
"""The actions enabled only in slow motion, where they take their shortcuts from other actions."""

NOT_SLOW = tr("Only in slow motion: press S first.")


class SlowMotionPresenter(QObject):
    """Show the moments of slow motion, and give it its shortcuts and the pointer while it is on.

    Args:
        canvas: the view of the network; slow motion is held while the pointer is over it.
        usual_bar: the bar that the bar of slow motion replaces.
        show_moment: shows a moment on the canvas, or for None the network as usual.

    Attributes:
        motion: the state of slow motion.
    """

    def __init__(
        self,
        bar: SlowBar,
        tape: TapePanel,
        canvas: QWidget,
        usual_bar: QWidget,
        session: Session,
        actions: Actions,
        shell: Shell,
        show_moment: Callable[[Moment | None], None],
    ) -> None:
        super().__init__(shell.dialog_parent)
        self._bar, self._tape, self._usual_bar = bar, tape, usual_bar
        self._session, self._actions, self._shell, self._show_moment = session, actions, shell, show_moment
        self.motion = SlowMotion(self)
        self._on = False
        self._page_before: QWidget | None = None
        self._shortcuts: dict[str, list[QKeySequence]] = {}
        self._connect_motion()
        bar.phase_clicked.connect(self.motion.go_to)
        bar.next_clicked.connect(self.motion.next)
        bar.back_clicked.connect(self.motion.back)
        bar.run_clicked.connect(self.motion.toggle_running)
        bar.close_clicked.connect(self.motion.leave)
        bar.speed_chosen.connect(self.motion.set_speed)
        actions.allow(" ".join(OWN_ACTIONS), NOT_SLOW)
        for place in (canvas, bar):
            place.installEventFilter(self)

    def _connect_motion(self) -> None:
        motion, session, shell = self.motion, self._session, self._shell
        motion.question_asked.connect(session.ask)
        motion.step_wanted.connect(self._take_step)
        session.snapshot_changed.connect(motion.take_snapshot)
        session.question_answered.connect(motion.take_answer)
        session.playing_changed.connect(self._playing_changed)
        session.problem_raised.connect(motion.leave)
        for signal in (motion.changed, session.selection.changed, session.selection.sample_changed, shell.retranslated):
            signal.connect(self._refresh)
        shell.closing.connect(motion.stop)

    def slots(self) -> Slots:
        """Return the slots of the actions of slow motion, by the actions' names."""
        motion = self.motion
        return {
            "slow_motion": self._toggle,
            "slow_next": motion.next,
            "slow_back": motion.back,
            "slow_run": motion.toggle_running,
        }

    def leave(self) -> bool:
        """Leave slow motion, and return whether it was on."""
        active = self.motion.active
        self.motion.leave()
        return active

    def _toggle(self) -> None:
        """Enter slow motion, which pauses training, or leave it."""
        snapshot = self._session.snapshot
        if self.motion.active:
            self.motion.leave()
        elif self._session.ready and snapshot is not None and snapshot.finite:
            self._session.pause()
            self.motion.enter(snapshot)

    def _take_step(self) -> None:
        self._session.step()

    def _playing_changed(self) -> None:
        if self._session.playing:
            self.motion.leave()

    def _refresh(self) -> None:
        """Show the current moment; do nothing while slow motion is off."""
        motion = self.motion
        if motion.active != self._on:
            self._on = motion.active
            self._switch()
        if not self._on:
            return
        moment, selection = motion.moment, self._session.selection
        caption = part_words.caption(moment, selection.place, selection.sample) if moment is not None else None
        self._show_moment(moment)
        self._bar.set_moment(moment, caption)
        self._bar.set_running(motion.running, motion.held, motion.speed)
        self._tape.set_moment(moment, motion.tape)

    def _switch(self) -> None:
        """Show or hide the bar and the Tape panel, and enable or disable the actions."""
        on = self._on
        self._usual_bar.setVisible(not on)
        self._bar.setVisible(on)
        self._actions.allow(" ".join(OWN_ACTIONS), "" if on else NOT_SLOW)
        self._swap_shortcuts()
        self._actions["slow_motion"].setChecked(on)
        if on:
            self._page_before = self._shell.front_page
            self._shell.show_page(self._tape)
            return
        self._show_moment(None)
        self._tape.set_moment(None, None)
        if self._page_before is not None and self._shell.front_page is self._tape:
            self._shell.show_page(self._page_before)

    def _swap_shortcuts(self) -> None:
        """Assign the shared shortcuts to slow motion, or restore them: Qt ignores a key of two enabled actions."""
        actions = self._actions
        if self._on:
            own = [key for name in OWN_ACTIONS for key in actions[name].shortcuts()]
            for name in actions.names:
                if name not in OWN_ACTIONS and any(key in own for key in actions[name].shortcuts()):
                    self._shortcuts[name] = actions[name].shortcuts()
                    actions[name].setShortcuts([key for key in self._shortcuts[name] if key not in own])
        else:
            for name, keys in self._shortcuts.items():
                actions[name].setShortcuts(keys)
            self._shortcuts = {}

    # ---- Qt -------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        if event.type() == QEvent.Type.Enter:
            self.motion.hold(True)
        elif event.type() == QEvent.Type.Leave:
            self.motion.hold(False)
        return False
