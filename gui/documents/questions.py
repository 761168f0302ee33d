"""The two questions about files: whether to save before closing, and whether to open what a crash left."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QAbstractButton, QMessageBox, QWidget

from gui.look import theme

Role = QMessageBox.ButtonRole


class Choice(QMessageBox):
    """A question with some answers, of which one may do nothing. It is deleted once it is answered.

    Args:
        name: its object name.
        title, text: the question.
        answers: each answer's text, role and what it does; the first one is the default.
        parent: the window that it lies over.
    """

    def __init__(
        self,
        name: str,
        title: str,
        text: str,
        answers: tuple[tuple[str, Role, Callable[[], None] | None], ...],
        parent: QWidget,
    ) -> None:
        super().__init__(QMessageBox.Icon.Question, title, text, QMessageBox.StandardButton.NoButton, parent)
        self.setObjectName(name)
        self._does: dict[QAbstractButton, Callable[[], None] | None] = {}
        for label, role, do in answers:
            button = self.addButton(label, role)
            self._does[button] = do
            if len(self._does) == 1:
                self.setDefaultButton(button)
        self.buttonClicked.connect(self._answer)
        self.finished.connect(self.deleteLater)
        theme.dress(self)

    def _answer(self, button: QAbstractButton) -> None:
        do = self._does.get(button)
        if do is not None:
            do()
