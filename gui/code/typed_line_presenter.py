"""What becomes of a line that was typed under the code."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from core.commands import Command, Show
from core.intents.questions import WasDone
from core.problems.problem import Problem
from core.script.line_reader import read_line

if TYPE_CHECKING:
    from core.service.messages import Answer
    from core.snapshot.printed import Printed
    from gui.window.main_window import MainWindow


class LineDesk(QObject):
    """Connects the field under the code with the session: a typed line is done as the command of a click is.

    Args:
        window: whose field it is.
        show: shows what was printed on a card, where it is too much for the room behind the field.
        parent: what owns this.
    """

    def __init__(self, window: MainWindow, show: Callable[[Printed], None], parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._prompt, self._show = window.session, window.code.prompt, show
        self._line, self._refused = "", False  # what was refused last, and whether nothing was typed since
        self._typing = False  # whether the learner was in the field when the line there was refused
        self._number = 0
        self._waiting: dict[WasDone, tuple[str, Command]] = {}
        self._prompt.line.entered.connect(self._enter)
        self._session.reported.connect(self._take_in)
        self._session.problem_raised.connect(self._go_on_typing)  # after the card, which takes the focus
        self._session.room_changed.connect(self._forget_printed)

    def _enter(self, line: str) -> None:
        """Read a line and have it done."""
        if any(line == waiting for waiting, _ in self._waiting.values()):
            return  # it is on its way already
        if self._refused:
            self._session.problem_resolved.emit()  # the card was about the line before
        self._refused = False
        self._prompt.set_printed("")
        snapshot = self._session.snapshot
        try:
            command = read_line(line, snapshot.batch.samples if snapshot is not None else None)
        except Problem as problem:
            self._refuse(line)
            self._session.problem_raised.emit(problem)
            return
        self._number += 1
        asked = WasDone(self._number)
        self._waiting[asked] = line, command
        self._session.do_typed(command, asked)

    def _take_in(self, answer: Answer) -> None:
        """See which of the lines under way were done. What comes after a line was asked later and is answered later."""
        answered = {question for question, _ in answer.answers if isinstance(question, WasDone)}
        last = max((asked.number for asked in answered), default=0)
        none_left = self._session.asked(WasDone) is None
        for asked, (line, command) in list(self._waiting.items()):
            if asked in answered:
                del self._waiting[asked]
                self._prompt.line.take_away(line)
                if isinstance(command, Show):
                    self._print(next(one for one in reversed(answer.shown) if one.expression == command.expression))
            elif none_left or asked.number < last:
                del self._waiting[asked]
                self._refuse(line)

    def _refuse(self, line: str) -> None:
        self._line, self._refused, self._typing = line, True, self._prompt.line.hasFocus()
        self._prompt.line.give_back(self._line)

    def _go_on_typing(self) -> None:
        """The card says what is wrong with a line; the line is to be corrected in the field, so the focus stays."""
        if self._typing:
            self._typing = False
            self._prompt.line.setFocus()
            self._prompt.line.give_back(self._line)

    def _print(self, shown: Printed) -> None:
        """Show what was printed: behind the field if it is short, else on the card."""
        if shown.value is None and self._prompt.fits(shown.text):
            self._prompt.set_printed(shown.text)
        else:
            typing = self._prompt.line.hasFocus()
            self._show(shown)
            if typing:  # some window managers give a new window the focus, whatever it asks for
                self._prompt.line.activateWindow()
                self._prompt.line.setFocus()

    def _forget_printed(self) -> None:
        """What was printed belongs to the network of the other room."""
        self._prompt.set_printed("")
