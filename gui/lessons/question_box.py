"""Predict, then check: a question of a lesson, and the answer that the real objects give."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from core.lessons.lesson import Lesson, PageQuestion, Texts
from gui.actions.availability import LOADING
from gui.lessons.prose import plain, rich
from gui.look import i18n, icons, theme
from gui.look.why_not import allow
from gui.widgets.panel import Panel


class Choice(QWidget):
    """A radio button whose text may wrap."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.button, self._text, self._mark = QRadioButton(objectName=name), QLabel(wordWrap=True), QLabel()
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.button)
        row.addWidget(self._text, 1)
        row.addWidget(self._mark)

    def set_text(self, text: str) -> None:
        """Set the text."""
        self._text.setText(rich(text))
        self.button.setAccessibleName(plain(text))
        self.setMinimumHeight(theme.current().px(28))

    def set_mark(self, icon: str, token: str, said: str) -> None:
        """Show a tick or a cross after the text, or nothing for ""."""
        now = theme.current()
        self._mark.setVisible(bool(icon))
        self.button.setAccessibleDescription(said)
        if icon:
            self._mark.setPixmap(icons.pixmap(icon, now.color(token), now.px(15), self.devicePixelRatioF()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        super().mouseReleaseEvent(event)
        if self.button.isEnabled():
            self.button.click()


class QuestionBox(Panel):
    """Options to choose from, or a field for a number; a Check button; and then the verdict.

    Signals:
        answered(str): check an option's value, or what was typed.
        skipped(): go on without an answer.
    """

    answered = Signal(str)
    skipped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="lesson_question")
        self._question: PageQuestion | None = None
        self._lesson: Lesson | None = None
        self._verdict: tuple[bool, str] | None = None
        self._given, self._ready, self._running, self._waiting = "", False, False, False
        self._asked = self._asking = False  # whether a guess was asked for, and whether it still is
        self._known = False  # whether it was right once before
        self._wrong = 0  # answers so far
        self._icon, self._head, self._text = QLabel(), QLabel(), QLabel(wordWrap=True)
        self._answers = QWidget(objectName="lesson_answer")
        self._choices: list[Choice] = []
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(self._chosen)
        self._field = QLineEdit(objectName="lesson_number")
        self._field.textChanged.connect(self._edited)
        self._field.returnPressed.connect(self._check_clicked)
        self._check = QPushButton(objectName="lesson_check")
        self._check.clicked.connect(self._check_clicked)
        self._skip = QPushButton(objectName="lesson_skip")
        self._skip.setProperty("look", "flat")
        self._skip.clicked.connect(self._skip_clicked)
        self._result = QLabel(wordWrap=True, objectName="lesson_verdict")
        self._lay_out()
        self.retranslate()
        self.restyle()

    def _lay_out(self) -> None:
        frame = QFrame()
        frame.setProperty("look", "question")
        head = QHBoxLayout()
        head.addWidget(self._icon)
        head.addWidget(self._head, 1)
        self._options = QVBoxLayout(self._answers)
        self._options.setContentsMargins(0, 0, 0, 0)
        self._options.setSpacing(0)
        self._options.addWidget(self._field)
        below = QHBoxLayout()
        below.addStretch(1)
        below.addWidget(self._skip)
        below.addWidget(self._check)
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(10, 8, 10, 8)
        inside.setSpacing(6)
        inside.addLayout(head)
        for part in (self._text, self._answers):
            inside.addWidget(part)
        inside.addLayout(below)
        inside.addWidget(self._result)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(frame)

    # ---- in -------------------------------------------------------------------------------------------------

    def set_question(self, question: PageQuestion | None, lesson: Lesson) -> None:
        """Show a question, or nothing for None."""
        self._question, self._lesson, self._verdict, self._given = question, lesson, None, ""
        self._waiting = self._asked = self._asking = self._known = False
        self._wrong = 0
        self.setVisible(question is not None)
        for choice in self._choices:
            self._group.removeButton(choice.button)
            self._options.removeWidget(choice)
            choice.hide()
            choice.deleteLater()
        options = question.options if question is not None else ()
        self._choices = [Choice(f"lesson_option_{number}") for number in range(len(options))]
        for number, choice in enumerate(self._choices):
            self._group.addButton(choice.button, number)
            self._options.addWidget(choice)
        self._field.setVisible(not options)
        self._field.clear()
        self.retranslate()
        self.restyle()

    def set_state(self, ready: bool, running: bool) -> None:
        """Set whether there are objects to ask, and whether "Do it" is running, which is waited for."""
        self._ready, self._running = ready, running
        self._refresh()

    def set_verdict(self, right: bool, actual: str) -> None:
        """Say whether the answer was correct; `actual` is the result from the real objects."""
        self._verdict, self._waiting = (right, actual), False
        self._wrong += not right
        self.retranslate()
        self.restyle()

    def forget(self) -> None:
        """Forget the answer and the verdict."""
        self._verdict, self._waiting = None, False
        self.retranslate()
        self.restyle()

    def forget_wait(self) -> None:
        """Let the answer be checked again after the objects could not be asked."""
        if self._waiting:
            self.forget()

    def set_known(self) -> None:
        """Ask for no guess: it was right before."""
        self._known = True

    def asks_first(self) -> bool:
        """Ask for a guess before anything is shown, once, unless there is one; return whether it was asked for."""
        first = self._question is not None and not (self._known or self._asked or self._given)
        self._asking = first
        self._asked = self._asked or first
        self.retranslate()
        return first

    def check_guess(self) -> None:
        """Have the guess checked that was made before."""
        if self._verdict is None:
            self._check_clicked()

    @property
    def waiting(self) -> bool:
        """Whether the answer there is being checked."""
        return self._waiting

    @property
    def verdict(self) -> bool | None:
        """Whether the last answer was correct, or None."""
        return self._verdict[0] if self._verdict is not None else None

    # ---- inside ---------------------------------------------------------------------------------------------

    def _chosen(self, number: int) -> None:
        assert self._question is not None
        self._given = self._question.options[number].value
        self.forget()

    def _edited(self, text: str) -> None:
        self._given = text.strip()
        self.forget()

    def _check_clicked(self) -> None:
        if self._check.isEnabled():
            self._waiting = True
            self._refresh()
            self.answered.emit(self._given)

    def _skip_clicked(self) -> None:
        self._asking = False
        self.retranslate()
        self.skipped.emit()

    def _refresh(self) -> None:
        can_ask = self._ready and not self._running
        self._skip.setVisible(self._asking and can_ask and not self._given and self._verdict is None)
        allow(self._check, self._why_no_check())

    def _why_no_check(self) -> str:
        """Return why the answer cannot be checked now, or "" if it can."""
        if not self._ready:
            return LOADING
        if self._running:
            return i18n.tr("What you started is still running.")
        if not self._given:
            return i18n.tr("Choose an answer first.") if self._choices else i18n.tr("Type a number first.")
        return i18n.tr("Your answer is being checked.") if self._waiting else ""

    def _written(self, texts: Texts) -> str:
        assert self._lesson is not None
        return self._lesson.in_language(texts, i18n.language())

    def retranslate(self) -> None:
        self._head.setText(self.tr("Predict, then check"))
        self._check.setText(self.tr("Check"))
        self._skip.setText(self.tr("Skip"))
        self._answers.setAccessibleName(self.tr("Your answer"))
        self._field.setAccessibleName(self.tr("Your answer"))
        self._field.setPlaceholderText(self.tr("a number"))
        question = self._question
        if question is None:
            return
        self._text.setText(rich(self._written(question.text)))
        for choice, option in zip(self._choices, question.options, strict=True):
            choice.set_text(self._written(option.text))
        self._write_verdict(question)
        self._refresh()

    def _write_verdict(self, question: PageQuestion) -> None:
        self._result.setVisible(self._verdict is not None or self._asking)
        if self._verdict is None:
            asked = self.tr("What do you expect? Then Do it shows what happens.")
            self._result.setText(asked)
            self._result.setAccessibleName(asked)
            return
        right = self._verdict[0]
        head = self.tr("Right.") if right else self.tr("Not quite. Hint:")
        rest = self._written(question.why if right else question.hints[min(self._wrong, len(question.hints)) - 1])
        self._result.setText(f"<b>{head}</b> {rich(rest)}")
        self._result.setAccessibleName(f"{head} {plain(rest)}")

    def restyle(self) -> None:
        now = theme.current()
        ink = now.color("accent")
        self._icon.setPixmap(icons.pixmap("lightbulb-bold", ink, now.px(17), self.devicePixelRatioF()))
        self._head.setFont(now.font(bold=True))
        self._field.setFont(now.font(mono=True))
        for number, choice in enumerate(self._choices):
            chosen = self._verdict is not None and self._group.checkedId() == number
            if not chosen or self._verdict is None:
                choice.set_mark("", "", "")
            elif self._verdict[0]:
                choice.set_mark("check-bold", "accent", self.tr("right"))
            else:
                choice.set_mark("x-bold", "error.fg", self.tr("wrong"))
