"""Save the session to a file, and open one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject, Signal, SignalInstance

from core.intents.saving import Reopening, Restore, TakeHistory
from core.problems.problem import Problem
from core.service.messages import OWN, Answer
from gui.threads.background import Background

if TYPE_CHECKING:
    from core.files.saved_lesson import SavedLesson
    from core.files.saved_session import SavedSession


class Exchange(Protocol):
    """What saving and opening need of the exchange with the Keras thread; `gui.session.exchange` has it."""

    reported: SignalInstance
    queue: Any
    player: Any
    problems: Any
    workspaces: Any
    background: Background

    def asked(self, kind: type) -> Any: ...


@dataclass(frozen=True)
class Place:
    """Where the session goes, and whether it belongs to that file from then on."""

    path: Path
    stays: bool


class SessionFiles(QObject):
    """Save the session, open one, and know whether everything that was done is saved.

    The Keras thread takes the history as plain data between two requests; a thread of its own writes the file.

    Args:
        exchange: carries the questions.
        parent: what owns this.

    Attributes:
        path: the file that the session belongs to, or None.
        modified: whether something was done since it was saved or opened.
        lesson: returns how far the lesson was read, or None.

    Signals:
        changed(): another file, or modified or not any more.
        noted(): something was done that is not saved.
        saved(Place): a file was written.
        opened(SavedSession): a session was opened, and is shown.
        failed(Place): it could not be written; if somebody asked for it, the problem is on show.
    """

    changed = Signal()
    noted = Signal()
    saved = Signal(object)
    opened = Signal(object)
    failed = Signal(object)

    def __init__(self, exchange: Exchange, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.path: Path | None = None
        self.modified = False
        self.lesson: Callable[[], SavedLesson | None] = lambda: None
        self._exchange = exchange
        self._begun = False  # whether the network that the window starts with is there
        self._asked = self._changes = 0
        self._to_save: dict[TakeHistory, Place] = {}
        self._to_open: dict[Restore, tuple[Place, SavedSession]] = {}
        self._opening: tuple[Reopening, Place, SavedSession] | None = None
        exchange.reported.connect(self._take_in)

    @property
    def name(self) -> str:
        """The name of the session's file without its ending; "" if it has none."""
        return self.path.stem if self.path is not None else ""

    def do(self, job: Callable[[], Any], receive: Callable[[Any], None]) -> None:
        """Do other work with files in the same thread; see `Background.run`."""
        self._exchange.background.run(job, receive)

    # ---- asking -------------------------------------------------------------------------------------------------

    def save(self, path: str | Path) -> None:
        """Save the session to a file, to which it belongs from then on; `saved` or `failed` follows."""
        self._ask_for_history(Place(Path(path).absolute(), True))

    def save_copy(self, path: str | Path) -> None:
        """Write a copy of the session to a file; it belongs to its own file as before."""
        self._ask_for_history(Place(Path(path).absolute(), False))

    def open(self, path: str | Path) -> None:
        """Open a session in place of the present one; if it cannot be opened, a card says why, and nothing is lost."""
        self._read(Place(Path(path).absolute(), True))

    def open_copy(self, path: str | Path) -> None:
        """Open a copy, see `save_copy`; the session belongs to no file yet, and is not saved."""
        self._read(Place(Path(path), False))

    def forget_changes(self) -> None:
        """Take everything for saved: whoever closes the window does not want it."""
        self._set(self.path, False)

    # ---- saving -------------------------------------------------------------------------------------------------

    def _ask_for_history(self, place: Place) -> None:
        self._asked += 1
        question = TakeHistory(self._asked)
        self._to_save[question] = place
        self._ask(question)

    def _write(self, place: Place, history: Any) -> None:
        """Write what the Keras thread gave, and what only the window knows, to a file."""
        from core.files.saved_session import SavedSession, saved_curves  # numpy, which is loaded by now

        session = SavedSession(history, saved_curves(self._exchange.workspaces.own.curves), self.lesson())
        changes = self._changes
        self._exchange.background.run(partial(_write, place.path, session), partial(self._written, place, changes))

    def _written(self, place: Place, changes: int, problem: Problem | None) -> None:
        if problem is not None:
            self.failed.emit(place)
            if place.stays:  # of a copy nobody asked for, the log tells
                self._exchange.problems.show(problem)
            return
        if place.stays:
            self._set(place.path, changes != self._changes)
        self.saved.emit(place)

    # ---- opening ------------------------------------------------------------------------------------------------

    def _read(self, place: Place) -> None:
        self._exchange.player.stop()
        self._exchange.background.run(partial(_read, place.path), partial(self._restore, place))

    def _restore(self, place: Place, session: SavedSession | Problem) -> None:
        """Have the history of a session that was read restored beside the present one."""
        if isinstance(session, Problem):
            self._exchange.problems.show(session)
            return
        self._asked += 1
        question = Restore(self._asked, session.history)
        self._to_open[question] = place, session
        self._ask(question)

    def _enter(self, place: Place, session: SavedSession, bench: Any) -> None:
        reopening = Reopening(bench, session.loss_curves())
        self._opening = reopening, place, session
        self._exchange.player.stop()
        self._exchange.queue.enter(OWN, reopening)

    # ---- answers ------------------------------------------------------------------------------------------------

    def _ask(self, question: TakeHistory | Restore) -> None:
        self._exchange.queue.add((question,))
        self._exchange.queue.go_on()

    def _take_in(self, answer: Answer) -> None:
        """Note what was done, write what was asked for, and show what was restored."""
        self._note(answer)
        for question, result in answer.answers:
            if isinstance(question, TakeHistory):
                self._write(self._to_save.pop(question), result)
            elif isinstance(question, Restore):
                self._enter(*self._to_open.pop(question), result)
        if self._exchange.asked(Restore) is None:
            self._to_open.clear()  # it was refused; the card is on show
        if self._exchange.asked(TakeHistory) is None:
            refused, self._to_save = list(self._to_save.values()), {}
            for place in refused:
                self.failed.emit(place)

    def _note(self, answer: Answer) -> None:
        if self._opening is not None and answer.opened is self._opening[0]:
            (_, place, session), self._opening = self._opening, None
            self._set(place.path if place.stays else None, not place.stays)
            self.opened.emit(session)
        elif answer.commands and self._exchange.queue.workspace == OWN:
            self._changes += 1
            if self._begun:
                self._set(self.path, True)
                self.noted.emit()
        self._begun = self._begun or answer.snapshot is not None

    def _set(self, path: Path | None, modified: bool) -> None:
        if (path, modified) != (self.path, self.modified):
            self.path, self.modified = path, modified
            self.changed.emit()


def _read(path: Path) -> SavedSession:
    from core.files.session_file import read_session
    from core.tables.copies import keep_copy

    session = read_session(path)
    for content in session.copies.values():
        keep_copy(content)
    return session


def _write(path: Path, session: SavedSession) -> None:
    from core.files.session_file import write_session

    write_session(path, session)
