"""The choice of what to take a picture of, and what to do with it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QMimeData, QPoint, Qt, Signal
from PySide6.QtGui import QDrag, QMouseEvent, QPixmap
from PySide6.QtWidgets import QApplication, QDialog, QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gui.controls.choice_box import ChoiceBox
from gui.look import i18n, theme
from gui.look.why_not import allow
from gui.pictures.numbers import has_numbers
from gui.pictures.render import fitting, image_of

PREVIEW_WIDTH = 460
SMOOTH = Qt.TransformationMode.SmoothTransformation


class Preview(QLabel):
    """A small picture that can be dragged into another program."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="picture_preview")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._subject: QWidget | None = None
        self._pressed = QPoint()

    def set_subject(self, subject: QWidget) -> None:
        """Show what a picture of a widget would be."""
        self._subject = subject
        image = image_of(subject, 1)
        size, whole = fitting(image.size(), PREVIEW_WIDTH), Qt.AspectRatioMode.IgnoreAspectRatio
        self.setPixmap(QPixmap.fromImage(image.scaled(size, whole, SMOOTH)))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        self._pressed = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        far = (event.position().toPoint() - self._pressed).manhattanLength() >= QApplication.startDragDistance()
        if self._subject is not None and far and event.buttons() & Qt.MouseButton.LeftButton:
            drag, data = QDrag(self), QMimeData()
            data.setImageData(image_of(self._subject))
            drag.setMimeData(data)
            drag.setPixmap(self.pixmap())
            drag.exec(Qt.DropAction.CopyAction)


class PictureDialog(QDialog):
    """Choose a view; save or copy a picture of it, or the numbers behind it. It is deleted once it is closed.

    Args:
        subjects: the name and the widget of each view.
        chosen: the place of the one that is chosen at first.

    Signals:
        save_asked(QWidget), copy_asked(QWidget): a picture, as a file or on the clipboard.
        numbers_asked(QWidget), numbers_copied(QWidget): the numbers, likewise.
    """

    save_asked = Signal(QWidget)
    copy_asked = Signal(QWidget)
    numbers_asked = Signal(QWidget)
    numbers_copied = Signal(QWidget)

    def __init__(self, subjects: Sequence[tuple[str, QWidget]], chosen: int, parent: QWidget) -> None:
        super().__init__(parent, objectName="picture_dialog")
        self._subjects = subjects
        self._at = chosen
        self.setWindowTitle(self.tr("Take a picture or the numbers"))
        self._choice, self._preview = ChoiceBox("picture_subject"), Preview()
        self._choice.set_choices([(place, name, "") for place, (name, _) in enumerate(subjects)])
        self._choice.setAccessibleName(self.tr("What to take"))
        self._choice.chosen.connect(self._choose)
        hint = QLabel(self.tr("The picture can also be dragged into another program."))
        hint.setFont(theme.current().font("small"))
        buttons = QGridLayout()
        self._add(buttons, 0, 0, self.tr("Save the picture…"), "save_subject", self.save_asked)
        self._add(buttons, 0, 1, self.tr("Copy the picture"), "copy_subject", self.copy_asked)
        self._numbers = (
            self._add(buttons, 1, 0, self.tr("Save the numbers…"), "save_numbers", self.numbers_asked),
            self._add(buttons, 1, 1, self.tr("Copy the numbers"), "copy_numbers", self.numbers_copied),
        )
        column = QVBoxLayout(self)
        for widget in (self._choice, self._preview, hint):
            column.addWidget(widget, int(widget is self._preview))
        column.addLayout(buttons)
        self._choose(chosen)
        theme.dress(self)
        self.finished.connect(self.deleteLater)

    @property
    def subject(self) -> QWidget:
        """The view that is chosen."""
        return self._subjects[self._at][1]

    def _add(self, grid: QGridLayout, row: int, column: int, text: str, name: str, signal: object) -> QPushButton:
        button = QPushButton(text, objectName=name)
        button.setAutoDefault(False)
        button.clicked.connect(lambda: signal.emit(self.subject))  # type: ignore[attr-defined]
        grid.addWidget(button, row, column)
        return button

    def _choose(self, place: object) -> None:
        assert isinstance(place, int)
        self._at = place
        self._choice.choose(place)
        self._preview.set_subject(self.subject)
        there = has_numbers(self.subject)
        for button in self._numbers:
            allow(button, "" if there else i18n.tr("There is no table or chart in this view."))
