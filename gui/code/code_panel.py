"""The script: the Keras lines that do what was done in the window."""

from __future__ import annotations

import html
from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from core.script.writer import Passage, joined
from gui.code.code_prompt import CodePrompt
from gui.code.code_view import CodePart, CodeView
from gui.controls.choice_box import ChoiceBox
from gui.look import i18n, icons, theme
from gui.widgets.panel import Panel
from gui.widgets.throttle import Throttle

REFRESH_MS = 200
"""The least time between two refreshes while only the number of steps grows."""

LOW = 140
"""In px: on a page lower than this, what a line printed stands beside the script instead of below the field."""

COPIED_MS = 2000
"""How long the button says that it copied the script."""


class CodePanel(Panel):
    """The lines written so far, each with its origin, to read and to copy; below them a field to type one more.

    Attributes:
        prompt: where a line is typed.

    Signals:
        spelling_chosen(str): "exact" or "readable".
        check_clicked(): run the script and compare, or stop the run.
    """

    spelling_chosen = Signal(object)
    check_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("code")
        self._passages: Sequence[Passage] = ()
        self._changed: tuple[str, ...] = ()  # files that were changed since they were opened
        self._count, self._last = 0, None  # of the passages when they were set, and the last of them
        self._shown = 0  # how many of the shown passages are still up to date
        self._throttle = Throttle(self, REFRESH_MS)
        self._throttle.due.connect(self._refresh)
        self._copied_timer = QTimer(self, singleShot=True, interval=COPIED_MS)
        self._copied_timer.timeout.connect(self._name_copy)
        self._sentence = QLabel(wordWrap=True, textFormat=Qt.TextFormat.RichText)
        self._sentence.setProperty("look", "small")
        self._copy = QPushButton()
        self._copy.setObjectName("copy_code")
        self._copy.setProperty("look", "link")
        self._copy.clicked.connect(self.copy)
        self._copy.hide()  # until there is something to copy
        self._verdict, self._running = "", False  # of the last check, and whether one is going on
        self._spelling = ChoiceBox("code_spelling")
        self._spelling.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToContents)  # also in another language
        self._spelling.chosen.connect(self.spelling_chosen)
        self._check = QPushButton(objectName="check_button")
        self._check.setProperty("look", "link")
        self._check.clicked.connect(self.check_clicked)
        self._check.hide()
        self._view = CodeView()
        self.prompt = CodePrompt()
        self._lay_out()
        self.retranslate()
        self.restyle()

    def _lay_out(self) -> None:
        above = QHBoxLayout()
        above.setContentsMargins(11, 0, 4, 0)
        above.addWidget(self._sentence, 1)
        above.addWidget(self._spelling)
        above.addWidget(self._check)
        above.addWidget(self._copy)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.setSpacing(0)
        around.addLayout(above)
        self._middle = QHBoxLayout()
        self._middle.setSpacing(8)
        self._middle.addWidget(self._view, 1)
        around.addLayout(self._middle, 1)
        around.addWidget(self.prompt)

    # ---- in and out -----------------------------------------------------------------------------------------

    def set_passages(self, passages: Sequence[Passage], same: int) -> None:
        """Show the script so far; while playing, where only the last number grows, a few times a second.

        Args:
            passages: the whole script. They are read when they are shown, which is later if the page is hidden.
            same: how many of them, counted from the first, were set before.
        """
        self._passages, self._shown = passages, min(self._shown, same)
        if same == len(passages) == self._count:
            return
        only_steps = self._only_steps_grew(same)
        self._count, self._last = len(passages), passages[-1] if passages else None
        self._copy.setVisible(bool(passages))
        self._check.setVisible(bool(passages))
        if self._verdict:
            self.set_verdict("")  # it was about another script
        if only_steps:
            self._throttle.ask()
        else:
            self._throttle.ask_now()

    def set_changed(self, files: tuple[str, ...]) -> None:
        """Say which files the script would no longer find as they were."""
        if files != self._changed:
            self._changed = files
            self._name_sentence()

    def set_spelling(self, spelling: str) -> None:
        """Show which spelling is shown, "exact" or "readable"."""
        self._spelling.choose(spelling)
        self._name_sentence()

    def set_running(self, running: bool) -> None:
        """Show whether the script is being run to check it."""
        self._running = running
        self._name_check()
        self._name_sentence()

    def set_verdict(self, verdict: str) -> None:
        """Show what came of the check, in place of the promise; "" for none."""
        self._verdict = verdict
        self._name_sentence()

    def text(self) -> str:
        """Return the whole script as `core.script.writer.script` gives it; "" before the first passage."""
        return joined(self._passages) if self._passages else ""

    @Slot()
    def copy(self) -> None:
        """Put the whole script on the clipboard, and say so for a moment."""
        QGuiApplication.clipboard().setText(self.text())
        self._copied_timer.start()
        self._name_copy()

    # ---- inside ---------------------------------------------------------------------------------------------

    def _only_steps_grew(self, same: int) -> bool:
        last, before = self._passages[-1] if self._passages else None, self._last
        if last is None or before is None or len(self._passages) != self._count or same < self._count - 1:
            return False
        return last.steps is not None and last.label == before.label

    @Slot()
    def _refresh(self) -> None:
        """Show the passages that are not shown yet."""
        if self._passages:
            parts = [CodePart(self._label(passage), passage.lines) for passage in self._passages[self._shown :]]
            self._view.replace_parts(self._shown, parts)
        else:
            sentence = self.tr("TensorFlow is still loading. Your first line will appear here.")
            self._view.replace_parts(0, [CodePart("", (f"# {sentence}",))])
        self._shown = len(self._passages)

    def _label(self, passage: Passage) -> str:
        keras_word = passage.label[:1].isupper()  # Input, Dense and Model keep their names in every language
        label = passage.label if keras_word else i18n.translate(passage.label)
        if passage.steps is None:
            return label
        first, end = passage.steps
        span = str(first) if end - first <= 1 else f"{first}–{end - 1}"
        return f"{label} {span}"

    def _name_sentence(self) -> None:
        """Say what the script is good for, or why it is not just now."""
        family = theme.current().font(mono=True).family()
        model = f"<span style=\"font-family: '{family}'\">model</span>"
        if self._running:
            sentence = self.tr("This text is running in a fresh Python. Importing TensorFlow takes a while.")
        elif self._verdict:
            sentence = self._verdict
        elif self._changed:
            sentence = self.tr("{files} has changed since it was opened, so this stops where it reads it.")
        elif self._spelling.currentData() == "readable":
            sentence = self.tr("Run on its own, this gives {model} the weights of this window within rounding.")
        else:
            sentence = self.tr("Run on its own, this gives {model} the weights of this window.")
        self._sentence.setText(sentence.format(model=model, files=html.escape(", ".join(self._changed))))

    @Slot()
    def _name_copy(self) -> None:
        """Set the button's text and icon to what it does, or for a moment to what it did."""
        done, now = self._copied_timer.isActive(), theme.current()
        self._copy.setText(self.tr("Copied") if done else self.tr("Copy"))
        icon = icons.icon("check-bold" if done else "copy-bold", now.color("accent"), now.color("text.disabled"))
        self._copy.setIcon(icon)

    @Slot()
    def _name_check(self) -> None:
        self._check.setText(self.tr("Stop") if self._running else self.tr("Check"))
        icon, now = "x-bold" if self._running else "check-circle-fill", theme.current()
        self._check.setIcon(icons.icon(icon, now.color("accent"), now.color("text.disabled")))

    # ---- language and look ----------------------------------------------------------------------------------

    def retranslate(self) -> None:
        self._spelling.set_choices(
            (
                ("exact", self.tr("Exact"), self.tr("The window's own steps: equal to the last bit")),
                ("readable", self.tr("Readable"), self.tr("What a person would write: equal within rounding")),
            )
        )
        self._spelling.setAccessibleName(self.tr("Spelling of the script"))
        self._check.setToolTip(self.tr("Run this text in a fresh Python, and compare its weights with the window's"))
        self._name_check()
        self._name_sentence()
        self._copy.setToolTip(self.tr("Copy the whole script"))
        self._copy.setAccessibleName(self.tr("Copy the whole script"))
        self._view.setAccessibleName(self.tr("The script so far"))
        self._name_copy()
        self._shown = 0  # the labels are in the old language
        self._throttle.ask_now()

    def restyle(self) -> None:
        now = theme.current()
        for button in (self._copy, self._check):
            button.setIconSize(QSize(now.px(16), now.px(16)))
        self._sentence.setMinimumHeight(now.px(30))  # as high as the button, which is hidden at first
        self._name_copy()
        self._name_check()
        self._view.setMinimumHeight(now.px(16))  # so that the field below takes space from here, not from the canvas
        self._view.restyle()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        super().resizeEvent(event)
        if self.height() < theme.current().px(LOW):
            self.prompt.put_output(self._middle)
        else:
            self.prompt.set_most_height(self.height() // 3)  # the script stays in sight
