"""The sheet over the window in which a table is looked at before it is opened."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from core.problems.problem import Problem
from gui.look import i18n, icons, theme
from gui.look.why_not import allow
from gui.open_table.options_box import OptionsBox
from gui.open_table.outcome_box import OutcomeBox
from gui.open_table.preview import Preview
from gui.open_table.read_bar import ReadBar
from gui.widgets.panel import Note
from gui.widgets.sheet import Sheet

LARGEST = QSize(1020, 748)


class TableSheet(Sheet):
    """Title, choosers, preview, options and outcome; below them what opens the table, or closes the sheet.

    Signals:
        accepted(): open the table as it is chosen.
        gaps_asked(bool): show only the rows with gaps, or the first rows again.
    """

    accepted = Signal()
    gaps_asked = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("open_table", LARGEST, "table", "open", parent)
        self._name, self._problem = "", Problem("table.no_target")
        self._icon, self._facts = QLabel(), QLabel()
        self.read_bar, self.preview = ReadBar(), Preview()
        self.options, self.outcome = OptionsBox(), OutcomeBox()
        self._caption, self._gaps = QLabel(), QPushButton(objectName="gaps", checkable=True)
        self._reading, self._progress = QLabel(alignment=Qt.AlignmentFlag.AlignCenter), QProgressBar()
        self._progress.setObjectName("table_progress")
        self._progress.setTextVisible(False)
        self._wrong = Note("error")
        self._wrong.setObjectName("table_problem")
        self._undo, self._reason = QLabel(wordWrap=True), QLabel(wordWrap=True, objectName="table_reason")
        self._accept.clicked.connect(self.accepted)
        self._gaps.clicked.connect(self.gaps_asked)
        self._lay_out()
        self.retranslate()
        self.restyle()
        theme.dress(self)

    def _lay_out(self) -> None:
        for label in (self._facts, self._caption, self._undo):
            label.setProperty("look", "small")
        self._reason.setProperty("look", "error")
        self._gaps.setProperty("look", "link")
        column = self.column
        head = QHBoxLayout()
        column.addLayout(head)
        for widget in (self._icon, self._title, self._facts):
            head.addWidget(widget)
        head.addStretch(1)
        head.addWidget(self._close)
        column.addWidget(self.read_bar)
        self._pages = QStackedWidget()
        column.addWidget(self._pages, 1)
        self._content = QScrollArea(widgetResizable=True, frameShape=QFrame.Shape.NoFrame)
        self._content.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._content.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._content.setWidget(self._made_content())
        for page in (self._content, _centred(self._reading, self._progress), _centred(self._wrong)):
            self._pages.addWidget(page)
        foot = QHBoxLayout()
        column.addLayout(foot)
        foot.addWidget(self._undo, 1)
        foot.addWidget(self._reason, 1)
        foot.addWidget(self._cancel)
        foot.addWidget(self._accept)

    def _made_content(self) -> QWidget:
        content = QWidget(objectName="page")
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.preview)
        below = QHBoxLayout()
        column.addLayout(below)
        below.addWidget(self._caption, 1)
        below.addWidget(self._gaps)
        both = QHBoxLayout()
        both.setSpacing(16)
        column.addLayout(both, 1)
        both.addWidget(self.options, 22)
        both.addWidget(self.outcome, 25)
        return content

    # ---- in -------------------------------------------------------------------------------------------------

    def show_reading(self, name: str) -> None:
        """Say that a file is being read."""
        self._name = name
        self._progress.setRange(0, 0)
        self._pages.setCurrentIndex(1)
        self._facts.setText("")
        self.set_reason("", False)
        self.retranslate()

    def set_progress(self, share: float) -> None:
        """Show how far the reading is."""
        self._progress.setRange(0, 1000)
        self._progress.setValue(round(share * 1000))

    def show_problem(self, problem: Problem) -> None:
        """Say why the file cannot be read; the choosers above stay."""
        self._problem = problem
        self._pages.setCurrentIndex(2)
        self.set_reason("", False)
        self._write_problem()

    def show_content(self, facts: str, caption: str, gaps: bool) -> None:
        """Show the table; `gaps` says whether there are rows with missing values to be shown alone."""
        self._pages.setCurrentIndex(0)
        self._facts.setText(facts)
        self._caption.setText(caption)
        self._gaps.setVisible(gaps)
        if not gaps:
            self._gaps.setChecked(False)

    def set_reason(self, reason: str, possible: bool) -> None:
        """Enable the button that opens, or say why it cannot be clicked."""
        allow(self._accept, "" if possible else reason or i18n.tr("The file has not been read."))
        self._reason.setText(reason)
        self._reason.setVisible(bool(reason))
        self._undo.setVisible(not reason)

    def set_undo(self, text: str) -> None:
        """Say what comes back with Undo."""
        self._undo.setText(text)

    # ---- language and look ----------------------------------------------------------------------------------

    def retranslate(self) -> None:
        super().retranslate()
        self._title.setText(self.tr("Open a table: {name}").format(name=self._name) if self._name else "")
        self.setAccessibleName(self._title.text())
        self._reading.setText(self.tr("Reading {name}…").format(name=self._name))
        self._progress.setAccessibleName(self._reading.text())
        self._gaps.setText(self.tr("Show the rows with gaps"))
        self._accept.setText(self.tr("Open and build the network"))
        self._write_problem()

    def _write_problem(self) -> None:
        text = self._problem.text(i18n.translate)
        lines = [f"<b>{text.title}</b>", text.explanation, text.where]
        if text.expected or text.received:
            lines.append(self.tr("expected: {expected}; received: {received}").format(
                expected=text.expected or "–", received=text.received or "–"))  # fmt: skip
        self._wrong.set_text("<br>".join(line for line in (*lines, text.advice) if line))

    def restyle(self) -> None:
        super().restyle()
        now = theme.current()
        self._icon.setPixmap(icons.pixmap("table-bold", now.color("accent"), now.px(20), self.devicePixelRatioF()))
        self._progress.setFixedWidth(now.px(360))


def _centred(*widgets: QWidget) -> QWidget:
    """Put widgets in the middle of a page, one below the other."""
    page = QWidget(objectName="page")
    column = QVBoxLayout(page)
    column.addStretch(1)
    for widget in widgets:
        wide = isinstance(widget, Note)
        column.addWidget(widget, 0, Qt.AlignmentFlag(0) if wide else Qt.AlignmentFlag.AlignHCenter)
    column.addStretch(2)
    return page
