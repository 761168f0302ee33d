"""Hints that a learner asks for one after another."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from core.lessons.lesson import Lesson, Texts
from gui.lessons.prose import plain, rich
from gui.look import i18n, icons, theme
from gui.widgets.panel import Panel


class HintSteps(Panel):
    """A button that shows the next hint, and the hints shown so far."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="lesson_hints")
        self._hints: tuple[Texts, ...] = ()
        self._lesson: Lesson | None = None
        self._count = 0
        self._text = QLabel(wordWrap=True, objectName="lesson_hint_text")
        self._button = QPushButton(objectName="lesson_hint")
        self._button.setProperty("look", "flat")
        self._button.clicked.connect(self._show_next)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self._text)
        column.addWidget(self._button)
        self.retranslate()
        self.restyle()

    def set_hints(self, hints: tuple[Texts, ...], lesson: Lesson) -> None:
        """Offer the hints of another page; none is shown yet."""
        self._hints, self._lesson, self._count = hints, lesson, 0
        self.setVisible(bool(hints))
        self.retranslate()

    def _show_next(self) -> None:
        self._count += 1
        self.retranslate()

    def retranslate(self) -> None:
        lesson, language = self._lesson, i18n.language()
        shown = (
            [lesson.in_language(hint, language) for hint in self._hints[: self._count]] if lesson is not None else []
        )
        self._text.setText("<br>".join(map(rich, shown)))
        self._text.setAccessibleName(" ".join(map(plain, shown)))
        self._text.setVisible(bool(shown))
        self._button.setVisible(self._count < len(self._hints))
        name = self.tr("Another hint") if self._count else self.tr("A hint")
        self._button.setText(f"{name}  {self._count + 1}/{len(self._hints)}")

    def restyle(self) -> None:
        now = theme.current()
        self._text.setFont(now.font())
        self._button.setFont(now.font("small"))
        self._button.setIcon(icons.icon("lightbulb-bold", now.color("accent"), now.color("text.disabled"), now.px(14)))
        self._button.setIconSize(QSize(now.px(14), now.px(14)))
