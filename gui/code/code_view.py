"""A read-only view of Python text with a gutter that names the origin of each line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QTextBlock, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from gui.code.folds import Folds, helpers_in
from gui.code.highlighter import PythonHighlighter
from gui.look import theme
from gui.widgets.own_keys import MOVES, keeps_key


@dataclass(frozen=True)
class CodePart:
    """Some lines, and the word beside them in the gutter.

    Attributes:
        label: the word as displayed.
        lines: the lines of Python.
    """

    label: str
    lines: tuple[str, ...]


class CodeView(QPlainTextEdit):
    """The text. Only what changed is replaced, so that the selection and the scroll position stay."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts: list[CodePart] = []
        self._starts: list[int] = []  # the first line of each part
        self._lines = 0
        self._labels: dict[int, str] = {}
        self._widest: list[int] = []  # the width of the widest label of each part and those before it
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        selectable = Qt.TextInteractionFlag
        self.setTextInteractionFlags(selectable.TextSelectableByMouse | selectable.TextSelectableByKeyboard)
        self._highlighter, self._folds = PythonHighlighter(self.document()), Folds(self.document())
        self._gutter = Gutter(self)
        self.updateRequest.connect(self._gutter.follow)
        self.restyle()

    @property
    def labels(self) -> Mapping[int, str]:
        """The word in the gutter for each line, from 0, that has one."""
        return self._labels

    @property
    def newest(self) -> range:
        """The lines that were written last."""
        return range(self._starts[-1], self._lines) if self._starts else range(0)

    def replace_parts(self, kept: int, parts: Sequence[CodePart]) -> None:
        """Show other parts after the first `kept`; leave lines untouched that are the same there, too."""
        before = self._parts[kept:]
        same = next(
            (i for i, (a, b) in enumerate(zip(before, parts)) if a.lines != b.lines), min(len(before), len(parts))
        )
        first = self._first_line(kept + same)
        rewritten = same < max(len(before), len(parts))
        self._forget_parts(kept)
        for part in parts:
            self._add_part(part)
        if rewritten:
            self._highlighter.set_tail(first, (part.lines for part in parts[same:]))
            self._replace_tail(first, [line for part in parts[same:] for line in part.lines])
            self._fold()
        self._widen_gutter()
        self.viewport().update()

    def _fold(self) -> None:
        """Fold the long helpers, and keep the end in sight if it was."""
        bar = self.verticalScrollBar()
        at_end = bar.value() >= bar.maximum()
        parts = zip(self._starts, self._parts)
        self._folds.set_ranges(dict(pair for start, part in parts for pair in helpers_in(part.lines, start)))
        if at_end:
            bar.setValue(bar.maximum())

    def toggle_at(self, y: float) -> bool:
        """Fold or unfold the helper whose first line is at a height of the viewport; return whether there is one."""
        lines = (block.blockNumber() for block, rect in self.visible_lines() if rect.top() <= y <= rect.bottom())
        toggled = any(self._folds.toggle(line) for line in lines)
        if toggled:
            self.viewport().update()
            self._gutter.update()
        return toggled

    def _first_line(self, part: int) -> int:
        return self._starts[part] if part < len(self._starts) else self._lines

    def _forget_parts(self, kept: int) -> None:
        """Forget all parts but the first `kept`."""
        first = self._first_line(kept)
        for line in range(first, self._lines):
            self._labels.pop(line, None)
        del self._parts[kept:], self._starts[kept:], self._widest[kept:]
        self._lines = first

    def _add_part(self, part: CodePart) -> None:
        """Add a part, with its word beside its first line that is not blank."""
        blank = next((i for i, text in enumerate(part.lines) if text.strip()), 0)
        if part.lines:
            self._labels[self._lines + blank] = part.label
        wide = QFontMetrics(theme.current().font("small")).horizontalAdvance(part.label)
        self._parts.append(part)
        self._starts.append(self._lines)
        self._widest.append(max(wide, self._widest[-1] if self._widest else 0))
        self._lines += len(part.lines)

    def _replace_tail(self, first: int, lines: list[str]) -> None:
        """Put `lines` in place of everything from line `first` on."""
        bar, across = self.verticalScrollBar(), self.horizontalScrollBar()
        at_end, place, aside = bar.value() >= bar.maximum(), bar.value(), across.value()
        mine = self.textCursor()
        anchor, position = mine.anchor(), mine.position()
        cursor, start = QTextCursor(self.document()), 0
        if first:  # from the end of the last line that stays
            kept = self.document().findBlockByNumber(first - 1)
            start = kept.position() + kept.length() - 1
        cursor.setPosition(start)
        cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(("\n" if first and lines else "") + "\n".join(lines))
        end = self.document().characterCount() - 1
        mine.setPosition(min(anchor, end))
        mine.setPosition(min(position, end), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(mine)
        bar.setValue(bar.maximum() if at_end else place)
        across.setValue(aside)

    def _widen_gutter(self) -> None:
        """Make the gutter wide enough for the widest word, in large steps, so that the code seldom moves."""
        now = theme.current()
        widest = (self._widest[-1] if self._widest else 0) + now.px(22)
        jump = now.px(24)
        width = max(now.px(92), -(-widest // jump) * jump)
        if self.viewportMargins().left() != width:
            self.setViewportMargins(width, 0, 0, 0)
        self._place_gutter()

    def _measure_labels(self) -> None:
        """Measure the words again, in the font of the theme in use."""
        measure = QFontMetrics(theme.current().font("small")).horizontalAdvance
        self._widest = list(accumulate((measure(part.label) for part in self._parts), max))

    def _place_gutter(self) -> None:
        port = self.viewport().geometry()  # not as high as the frame where there is a scroll bar below
        left = self.contentsRect().left()
        self._gutter.setGeometry(left, port.y(), self.viewportMargins().left(), port.height())

    def visible_lines(self) -> Iterator[tuple[QTextBlock, QRect]]:
        """Yield the visible lines, with their rectangles in the viewport."""
        block = self.firstVisibleBlock()
        while block.isValid():
            if not block.isVisible():
                block = block.next()
                continue
            rect = self.blockBoundingGeometry(block).translated(self.contentOffset())
            if rect.top() > self.viewport().height():
                return
            line = block.layout().lineAt(0)  # without the document's margin, which belongs to the last block
            yield block, QRect(0, round(rect.top() + line.y()), self.viewport().width(), round(line.height()))
            block = block.next()

    def restyle(self) -> None:
        """Take colours and fonts from the theme in use."""
        now = theme.current()
        self.setFont(now.font(mono=True))
        self.setStyleSheet(
            f"QPlainTextEdit {{ border: 2px solid {now.color('bg.panel').name()}; }}"
            f"QPlainTextEdit:focus {{ border: 2px solid {now.color('focus').name()}; }}"
        )
        self._highlighter.rehighlight()
        self._measure_labels()
        self._widen_gutter()
        self._gutter.update()

    def event(self, event: QEvent) -> bool:
        return keeps_key(event, MOVES, shift=True) or super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        bar = self.verticalScrollBar()
        at_end = bar.value() >= bar.maximum()
        super().resizeEvent(event)
        self._place_gutter()
        if at_end:
            bar.setValue(bar.maximum())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        newest = self.newest
        with QPainter(self.viewport()) as painter:
            for block, rect in self.visible_lines():
                if block.blockNumber() in newest:
                    painter.fillRect(rect, theme.current().color("accent.soft"))
        super().paintEvent(event)
        self._paint_folds()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and not self.textCursor().hasSelection():
            self.toggle_at(event.position().y())

    def _paint_folds(self) -> None:
        """Say behind the first line of a folded helper how many lines are hidden."""
        folded, now = self._folds.folded, theme.current()
        with QPainter(self.viewport()) as painter:
            painter.setFont(now.font("small"))
            painter.setPen(now.color("text.secondary"))
            for block, rect in self.visible_lines():
                count = folded.get(block.blockNumber())
                if count is not None:
                    text = self.tr("… {count} lines").format(count=count)
                    width = QFontMetrics(self.font()).horizontalAdvance(block.text())
                    painter.drawText(rect.adjusted(width + now.px(16), 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, text)


class Gutter(QWidget):
    """The strip on the left of a `CodeView`."""

    def __init__(self, view: CodeView) -> None:
        super().__init__(view)
        self._view = view

    def follow(self, rect: QRect, dy: int) -> None:
        """Scroll with the text."""
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        now, view = theme.current(), self._view
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), now.color("bg.sunken"))
            painter.setFont(now.font("small"))
            painter.setPen(now.color("text.secondary"))
            labels, newest = view.labels, view.newest
            ascent = QFontMetrics(view.font()).ascent()  # the word stands on the baseline of its line
            for block, rect in view.visible_lines():
                line = QRect(0, rect.y(), self.width(), rect.height())
                if block.blockNumber() in newest:
                    painter.fillRect(line, now.color("accent.soft"))
                    painter.fillRect(0, line.y(), now.px(4), line.height(), now.color("accent"))
                label = labels.get(block.blockNumber())
                if label:
                    painter.drawText(now.px(11), line.y() + ascent, label)
