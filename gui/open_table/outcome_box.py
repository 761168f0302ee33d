"""What the network becomes, and the lines of Python that say so."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent, QPen, QTextOption
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPlainTextEdit, QToolButton, QVBoxLayout, QWidget

from gui.look import i18n, icons, theme
from gui.look.why_not import allow
from gui.widgets.panel import Panel

BOX_WIDTH, BOX_HEIGHT, ARROW = 56, 42, 22


class NetworkRow(QWidget):
    """Boxes from left to right: how many units, and their activation."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._boxes: tuple[tuple[str, str], ...] = ()

    def show_boxes(self, boxes: tuple[tuple[str, str], ...]) -> None:
        """Show these boxes: a large and a small text of each."""
        self._boxes = boxes
        self.setAccessibleName(", ".join(f"{large} {small}" for large, small in boxes))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        now = theme.current()
        return QSize(now.px(200), now.px(BOX_HEIGHT + 4))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        now, count = theme.current(), max(1, len(self._boxes))
        gap = now.px(ARROW)
        wide = min(now.px(BOX_WIDTH + 14), (self.width() - gap * (count - 1)) / count - 1)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for number, (large, small) in enumerate(self._boxes):
                box = QRectF(number * (wide + gap) + 0.5, 0.5, wide, now.px(BOX_HEIGHT))
                painter.setPen(QPen(now.color("line.strong"), 1))
                painter.setBrush(now.color("bg.sunken"))
                painter.drawRoundedRect(box, now.px(5), now.px(5))
                painter.setPen(now.color("text.primary"))
                upper, lower = QRectF(box), QRectF(box)
                upper.setBottom(box.center().y() + now.px(3))
                lower.setTop(box.center().y() + now.px(1))
                painter.setFont(now.font("strong", mono=True, bold=True))
                painter.drawText(upper, Qt.AlignmentFlag.AlignCenter, large)
                painter.setFont(now.font("micro"))
                painter.setPen(now.color("text.secondary"))
                painter.drawText(lower, Qt.AlignmentFlag.AlignCenter, small)
                if number + 1 < count:
                    middle = QRectF(box.right(), box.top(), gap, box.height())
                    painter.drawText(middle, Qt.AlignmentFlag.AlignCenter, "→")


class OutcomeBox(Panel):
    """The right half below the preview."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._loss, self._row = QLabel(), QLabel(wordWrap=True), NetworkRow()
        self._title.setProperty("look", "strong")
        self._code = QPlainTextEdit(readOnly=True, objectName="table_code")
        self._code.setWordWrapMode(QTextOption.WrapMode.NoWrap)
        self._code.setTabChangesFocus(True)
        self._copy = QToolButton(objectName="copy_table_code")
        self._copy.setProperty("look", "flat")
        self._copy.clicked.connect(self._copy_code)
        above = QHBoxLayout()
        above.addWidget(self._title, 1)
        above.addWidget(self._copy)
        middle = QHBoxLayout()
        middle.addWidget(self._row, 3)
        middle.addWidget(self._loss, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(above)
        column.addLayout(middle)
        column.addWidget(self._code, 1)
        self._whole = ""
        self.retranslate()
        self.restyle()

    def show_network(self, boxes: tuple[tuple[str, str], ...], loss: str) -> None:
        """Show the layers and the loss."""
        self._row.show_boxes(boxes)
        self._loss.setText(loss)

    def show_code(self, lines: tuple[str, ...], imports: tuple[str, ...]) -> None:
        """Show lines; with `imports` before them they run alone, and so they are copied."""
        text = "\n".join(lines)
        self._whole = "\n".join((*imports, *lines)) + "\n" if lines else ""
        allow(self._copy, "" if lines else i18n.tr("There is no code yet."))
        if text != self._code.toPlainText():
            self._code.setPlainText(text)

    def _copy_code(self) -> None:
        QGuiApplication.clipboard().setText(self._whole)

    def retranslate(self) -> None:
        self._title.setText(self.tr("What the network becomes"))
        self._copy.setToolTip(self.tr("Copy the code"))
        self._copy.setAccessibleName(self.tr("Copy the code"))
        self._code.setAccessibleName(self.tr("Code"))

    def restyle(self) -> None:
        now = theme.current()
        self._copy.setIcon(icons.icon("copy-bold", now.color("text.secondary"), size=now.px(16)))
        self._code.setFont(now.font("small", mono=True))
        self._code.setStyleSheet(
            f"QPlainTextEdit {{ background: {now.color('bg.sunken').name()}; border-radius: 5px; }}"
        )
        self._code.setMinimumHeight(now.px(110))
        self._loss.setFont(now.font("small", bold=True))
