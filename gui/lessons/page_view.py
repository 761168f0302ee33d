"""One page of a lesson: prose, what to do, the lines that ran, goals, and a question."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.lessons.lesson import Lesson, Page
from gui.actions.availability import LOADING
from gui.lessons.hint_steps import HintSteps
from gui.lessons.prose import Prose, plain, rich
from gui.lessons.question_box import QuestionBox
from gui.look import i18n, icons, theme
from gui.look.why_not import allow
from gui.widgets.panel import Panel

MOST_LINES = 12
"""How many of the lines that ran are visible at once."""

COPIED_MS = 1500


class DoButton(QPushButton):
    """A button as wide as its parent allows; a text that is too long is elided, and shown in the tooltip."""

    def __init__(self) -> None:
        super().__init__(objectName="lesson_do")
        self._words = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def set_words(self, words: str) -> None:
        """Set the button's text."""
        self._words = words
        self.setAccessibleName(words)
        self.setToolTip(f"{words}  (Ctrl+Enter)")
        self._write()

    def _write(self) -> None:
        """Write the words in one line or, where there is no room, in two, of which only a very long one is elided."""
        now = theme.current()
        metrics, room = QFontMetrics(now.font(bold=True)), self.width() - now.px(48)
        fits = metrics.horizontalAdvance(self._words) <= room
        lines = [self._words] if fits else self._words.replace(": ", ":\n", 1).split("\n")
        self.setText("\n".join(metrics.elidedText(line, Qt.TextElideMode.ElideRight, room) for line in lines))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        super().resizeEvent(event)
        self._write()


class LessonPage(Panel):
    """A page, with signals for what is clicked on it.

    Attributes:
        question: the box with the page's question.
        do_button: "Do it"; the panel puts it where it is always visible.

    Signals:
        updated(QWidget): this part of the page has new content to scroll to.
        do_clicked(): run the page's commands, or stop running them.
        enter_clicked(): show the lesson's network.
    """

    updated = Signal(QWidget)
    do_clicked = Signal()
    enter_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="lesson_page")
        self._lesson: Lesson | None = None
        self._page: Page | None = None
        self._lines: tuple[str, ...] = ()
        self._reached: tuple[bool, ...] = ()
        self._ready = self._inside = self._running = self._was_done = self._answered = False
        self._title, self._prose = QLabel(wordWrap=True, objectName="lesson_title"), Prose()
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._outside = QLabel(wordWrap=True, objectName="lesson_outside")
        self._enter = QPushButton(objectName="lesson_enter")
        self._enter.clicked.connect(self.enter_clicked)
        self.do_button = DoButton()
        self.do_button.clicked.connect(self.do_clicked)
        self._goals_head, self._by_yourself = QLabel(), QLabel(wordWrap=True, objectName="lesson_by_yourself")
        self._missing = QLabel(wordWrap=True, objectName="lesson_missing")
        self.hints = HintSteps()
        self._goals: list[tuple[QLabel, QLabel]] = []
        self._ran_head, self._ran = QLabel(), QPlainTextEdit(objectName="lesson_ran", readOnly=True)
        self._ran.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)  # a summary is a table
        self._ran.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._ran.setFrameShape(QFrame.Shape.NoFrame)
        self._copy = QToolButton(objectName="lesson_copy")
        self._copy.setProperty("look", "flat")
        self._copy.clicked.connect(self.copy)
        self._copied_timer = QTimer(self, singleShot=True, interval=COPIED_MS)
        self._copied_timer.timeout.connect(self.retranslate)
        self.question = QuestionBox()
        self._lay_out()
        self.retranslate()
        self.restyle()

    def _lay_out(self) -> None:
        self._goal_rows = QGridLayout()
        self._goal_rows.setHorizontalSpacing(8)
        self._goal_rows.setVerticalSpacing(2)
        self._goal_rows.setColumnStretch(1, 1)
        self._ran_box = QFrame()
        self._ran_box.setProperty("look", "sunken")
        head = QHBoxLayout()
        head.addWidget(self._ran_head, 1)
        head.addWidget(self._copy)
        ran = QVBoxLayout(self._ran_box)
        ran.setContentsMargins(10, 2, 4, 8)
        ran.setSpacing(2)
        ran.addLayout(head)
        ran.addWidget(self._ran)
        self._stranger = QWidget()
        aside = QVBoxLayout(self._stranger)
        aside.setContentsMargins(0, 0, 0, 0)
        aside.setSpacing(4)
        aside.addWidget(self._outside)
        aside.addWidget(self._enter)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(8)
        column.addWidget(self._title)
        column.addWidget(self._prose)
        column.addWidget(self.question)  # before what answers it
        column.addWidget(self._stranger)
        column.addWidget(self._ran_box)
        column.addWidget(self._goals_head)
        column.addLayout(self._goal_rows)
        column.addWidget(self._missing)
        column.addWidget(self.hints)
        column.addWidget(self._by_yourself)
        column.addStretch(1)

    # ---- in -------------------------------------------------------------------------------------------------

    def set_page(self, lesson: Lesson, page: Page) -> None:
        """Show a page as if nothing was done on it yet."""
        self._lesson, self._page = lesson, page
        self._lines, self._reached, self._was_done = (), (False,) * len(page.goals), False
        self._answered = False
        while self._goals:
            for label in self._goals.pop():
                label.hide()
                label.deleteLater()
        for goal in page.goals:
            row, mark, text = len(self._goals), QLabel(), QLabel(wordWrap=True)
            text.setObjectName(f"lesson_goal_{row}")
            self._goal_rows.addWidget(mark, row, 0, Qt.AlignmentFlag.AlignTop)
            self._goal_rows.addWidget(text, row, 1)
            self._goals.append((mark, text))
            assert goal.text
        self.question.set_question(page.question, lesson)
        self.hints.set_hints(page.hints, lesson)
        self.retranslate()
        self.restyle()

    def set_state(self, ready: bool, inside: bool, running: bool) -> None:
        """Set whether Keras objects exist, whether the lesson's are shown, and whether "Do it" is running."""
        if (ready, inside, running) != (self._ready, self._inside, self._running):
            self._ready, self._inside, self._running = ready, inside, running
            self.question.set_state(ready, running)
            self.retranslate()
            self.restyle()

    def set_was_done(self) -> None:
        """Say that "Do it" was done; it can be done again."""
        self._was_done = True
        self.retranslate()
        self.restyle()

    def set_reached(self, reached: tuple[bool, ...], answered: bool) -> None:
        """Tick the goals that are reached, and say what is missing besides; `answered` is about the question."""
        if answered:
            self.question.set_known()
        if (reached, answered) != (self._reached, self._answered) and len(reached) == len(self._goals):
            self._reached, self._answered = reached, answered
            self.retranslate()
            self.restyle()

    def set_lines(self, lines: tuple[str, ...]) -> None:
        """Show the Keras lines that ran on this page, and what they printed."""
        if lines != self._lines:
            self._lines = lines
            self.retranslate()
            if lines:
                self.updated.emit(self._ran_box)

    def asks_for_guess(self) -> bool:
        """Bring the question into view if a guess is wanted before "Do it"; return whether one is."""
        if not self.question.asks_first():
            return False
        self.updated.emit(self.question)
        return True

    def copy(self) -> None:
        """Put the lines on the clipboard, and say so for a moment."""
        QGuiApplication.clipboard().setText("\n".join(self._lines) + "\n")
        self._copied_timer.start()
        self.retranslate()

    # ---- inside ---------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        lesson, page = self._lesson, self._page
        self._goals_head.setText(self.tr("Goals"))
        self._by_yourself.setText(
            self.tr("Or do it yourself: right-click a layer, use the menus Model and Run, or type a line under Code.")
        )
        self._ran_head.setText(self.tr("What just ran"))
        self._copy.setAccessibleName(self.tr("Copy these lines"))
        self._copy.setToolTip(self.tr("Copied") if self._copied_timer.isActive() else self.tr("Copy these lines"))
        self._outside.setText(
            self.tr("This is your own network. The lesson uses a separate one; yours stays as it is.")
        )
        self._enter.setText(self.tr("Show the lesson's network"))
        self._stranger.setVisible(page is not None and not self._inside)
        allow(self._enter, "" if self._ready else LOADING)
        self._ran_box.setVisible(bool(self._lines))
        self._ran.setAccessibleName(self.tr("What just ran"))
        self._write_lines()
        self._goals_head.setVisible(bool(self._goals))
        self._by_yourself.setVisible(bool(self._goals))
        self._write_missing()
        if lesson is None or page is None:
            return
        language = i18n.language()
        self._title.setText(f"{page.number} \u2002{lesson.in_language(page.title, language)}")
        self._prose.set_prose(lesson.in_language(page.prose, language), lesson.folder)
        for (_, text), goal, reached in zip(self._goals, page.goals, self._reached, strict=True):
            words = lesson.in_language(goal.text, language)
            text.setText(rich(words))
            text.setAccessibleName(f"{plain(words)}, {self.tr('done') if reached else self.tr('not done yet')}")
        self._write_do(lesson, page)

    def _write_missing(self) -> None:
        """Say what is left to do until the page is done."""
        left = self._reached.count(False)
        parts = [self.tr("1 goal") if left == 1 else self.tr("{count} goals").format(count=left)] if left else []
        if not self._answered:
            parts.append(self.tr("the question"))
        missing = self.tr("Still missing: {what}").format(what=", ".join(parts))
        self._missing.setText(missing if parts else self.tr("This page is done."))
        self._missing.setVisible(self._page is not None and bool(self._goals or not self._answered))

    def _write_lines(self) -> None:
        text = "\n".join(self._lines)
        if text != self._ran.toPlainText():
            self._ran.setPlainText(text)
            bar = self._ran.verticalScrollBar()
            bar.setValue(bar.maximum())
        lines = min(max(len(self._lines), 1), MOST_LINES)
        now = theme.current()
        self._ran.setFixedHeight(lines * self._ran.fontMetrics().lineSpacing() + now.px(22))

    def _write_do(self, lesson: Lesson, page: Page) -> None:
        self.do_button.setVisible(page.label is not None)
        if page.label is None:
            return
        words = lesson.in_language(page.label, i18n.language())
        if self._running:
            text = self.tr("Stop: {what}")
        else:
            text = self.tr("Done: {what}") if self._was_done else self.tr("Do it: {what}")
        self.do_button.set_words(text.format(what=words))
        allow(self.do_button, "" if self._ready else LOADING)

    def restyle(self) -> None:
        now = theme.current()
        self._title.setFont(now.font("title", bold=True))
        self._goals_head.setFont(now.font(bold=True))
        self._ran_head.setFont(now.font("small"))
        self._by_yourself.setFont(now.font("small"))
        self._missing.setFont(now.font("small", bold=True))
        self._outside.setFont(now.font("small"))
        self._ran.setFont(now.font("micro", mono=True))
        self._ran.setStyleSheet("background: transparent;")
        self._write_lines()
        self._copy.setIconSize(QSize(now.px(16), now.px(16)))
        self._copy.setIcon(icons.icon("copy-bold", now.color("text.primary")))
        for (mark, text), reached in zip(self._goals, self._reached, strict=True):
            name, token = ("check-circle-fill", "accent") if reached else ("circle-bold", "line.strong")
            mark.setPixmap(icons.pixmap(name, now.color(token), now.px(16), self.devicePixelRatioF()))
            text.setFont(now.font())
        self._style_do_button()

    def _style_do_button(self) -> None:
        """Make the button prominent until it was used, and plain afterwards."""
        now = theme.current()
        quiet = self._was_done or self._running
        look = "done" if quiet else "primary"
        if self.do_button.property("look") != look:
            self.do_button.setProperty("look", look)
            self.do_button.style().unpolish(self.do_button)
            self.do_button.style().polish(self.do_button)
        name = "x-bold" if self._running else "check-circle-fill" if self._was_done else "play-fill"
        ink = now.color("accent" if quiet else "accent.fg")
        self.do_button.setIcon(icons.icon(name, ink, now.color("text.disabled"), now.px(15)))
        self.do_button.setFont(now.font(bold=True))
