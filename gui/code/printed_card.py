"""The output of a line such as `print(hidden_1.get_config())`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from gui.look import theme
from gui.tables.config_tree import ConfigTree
from gui.widgets.source_line import SourceLine

if TYPE_CHECKING:
    from core.snapshot.printed import Printed


class ShownCard(QDialog):
    """A small window beside the network with the line and its value; a config is shown as a tree."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="shown")
        self.setModal(False)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self._line = SourceLine()
        self._text = QPlainTextEdit(objectName="shown_text", readOnly=True)
        self._text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._tree = ConfigTree()
        self._body = QStackedWidget()
        self._body.addWidget(self._text)
        self._body.addWidget(self._tree)
        self._close = QPushButton(objectName="shown_close")
        self._close.clicked.connect(self.close)
        column = QVBoxLayout(self)
        column.addWidget(self._line)
        column.addWidget(self._body, 1)
        column.addWidget(self._close, 0, Qt.AlignmentFlag.AlignRight)
        self.retranslate()
        self.restyle()

    def show_result(self, shown: Printed) -> None:
        """Show the value of an expression; the error card shows a refusal."""
        if shown.problem is not None:
            return
        self._line.set_expression(shown.expression)
        self._text.setPlainText(shown.text)
        if shown.value is not None:
            self._tree.set_config(shown.value)
        self._body.setCurrentWidget(self._text if shown.value is None else self._tree)
        self.show()

    def retranslate(self) -> None:
        """Set every text, in the language in use."""
        self.setWindowTitle(self.tr("What Keras printed"))
        self._text.setAccessibleName(self.tr("What Keras printed"))
        self._close.setText(self.tr("Close"))

    def restyle(self) -> None:
        """Take fonts and sizes from the theme in use."""
        now = theme.current()
        self._text.setFont(now.font("small", mono=True))
        self.resize(QSize(now.px(560), now.px(330)))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 (Qt's name)
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
