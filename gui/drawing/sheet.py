"""The sheet around the drawing pad: what is drawn, of which class, undo, clear, and what uses the points."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from core.data.drawn import MOST_POINTS
from gui.controls.toggle_strip import ToggleStrip
from gui.drawing.drawing import CLASSES, CURVE, NAMES, Drawing
from gui.drawing.pad_view import PadView
from gui.look import class_marks, i18n, number_text, theme
from gui.look.why_not import allow
from gui.widgets.sheet import Sheet

LARGEST = QSize(620, 660)


class DrawingSheet(Sheet):
    """A pad for points of two classes, and one for a curve.

    What was drawn stays for the next time.

    Signals:
        accepted(object): learn from this drawing.
    """

    accepted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("drawing_pad", LARGEST, "drawing", "use", parent)
        self._drawings = {kind: Drawing(kind) for kind in (CLASSES, CURVE)}
        self.drawing = self._drawings[CLASSES]
        self._number = 0  # of the class that the left button sets
        self._stroke = 0  # of the stroke that is being drawn
        self._hint, self._reason = QLabel(wordWrap=True), QLabel(objectName="drawing_reason")
        self._kind = ToggleStrip((CLASSES, CURVE), "drawing_kind")
        self._class = ToggleStrip(range(len(NAMES)), "drawing_class")
        self.pad = PadView(self.drawing)
        self._undo, self._clear = QPushButton(objectName="drawing_undo"), QPushButton(objectName="drawing_clear")
        self._connect()
        self._lay_out()
        self.retranslate()
        self.restyle()
        theme.dress(self)

    def _connect(self) -> None:
        self._kind.chosen.connect(self._show_kind)
        self._class.chosen.connect(self._choose_class)
        self.pad.begun.connect(self._begin)
        self.pad.moved.connect(self._go_on)
        self.pad.undo_pressed.connect(self._take_back)
        self._undo.clicked.connect(self._take_back)
        self._clear.clicked.connect(self._remove_all)
        self._accept.clicked.connect(lambda: self.accepted.emit(self.drawing))

    def _lay_out(self) -> None:
        for label in (self._hint, self._reason):
            label.setProperty("look", "small")
        rows = [QHBoxLayout() for _ in range(3)]
        head, bar, foot = rows
        self.column.addLayout(head)
        head.addWidget(self._title, 1)
        head.addWidget(self._close)
        self.column.addLayout(bar)
        for widget in (self._kind, self._class):
            bar.addWidget(widget)
        bar.addStretch(1)
        for button in (self._undo, self._clear):
            bar.addWidget(button)
        self.column.addWidget(self._hint)
        self.column.addWidget(self.pad, 1)
        self.column.addLayout(foot)
        foot.addWidget(self._reason, 1)
        foot.addWidget(self._cancel)
        foot.addWidget(self._accept)

    # ---- drawing --------------------------------------------------------------------------------------------

    def _show_kind(self, kind: str) -> None:
        self.drawing = self._drawings[kind]
        self._kind.choose(kind)
        self.retranslate()

    def _choose_class(self, number: int) -> None:
        self._number = number
        self._class.choose(number)

    def _begin(self, x: float, y: float, other: bool) -> None:
        self._stroke = 0 if self.drawing.kind == CURVE else 1 - self._number if other else self._number
        self.drawing.begin(x, y, self._stroke)
        self._show_points()

    def _go_on(self, x: float, y: float) -> None:
        self.drawing.go_on(x, y, self._stroke)
        self._show_points()

    def _take_back(self) -> None:
        self.drawing.undo()
        self._show_points()

    def _remove_all(self) -> None:
        self.drawing.clear()
        self._show_points()

    def _show_points(self) -> None:
        drawing, curve = self.drawing, self.drawing.kind == CURVE
        empty = self.tr("Drag a curve from left to right. Keys: arrows move the cross, Space sets a point.")
        if not curve:
            empty = self.tr(
                "Click to set points of class A, right-click for class B, or drag for many. "
                "Keys: arrows move the cross, Space sets a point, Shift+Space one of the other class."
            )
        self.pad.show_drawing(drawing, ("x0", "y") if curve else ("x0", "x1"), empty)
        allow(self._undo, "" if drawing.can_undo else i18n.tr("There is nothing to undo."))
        allow(self._clear, "" if drawing.points else i18n.tr("Nothing is drawn yet."))
        allow(self._accept, self._why_no_use())
        self._reason.setText(self._facts())

    def _why_no_use(self) -> str:
        """Return what the drawing needs before it can be used, or "" if it can."""
        if self.drawing.ready:
            return ""
        if self.drawing.kind == CURVE:
            return i18n.tr("Draw a curve first.")
        return i18n.tr("Points of both classes are needed.")

    def _facts(self) -> str:
        """Return how many points there are, and what is missing."""
        drawing, count = self.drawing, number_text.count
        if drawing.full:
            return self.tr("{count} points are enough").format(count=count(MOST_POINTS))
        if drawing.kind == CURVE:
            return self.tr("{count} points").format(count=count(len(drawing.points)))
        facts = " · ".join(f"{class_marks.marked(NAMES, k)}: {drawing.count(k)}" for k in range(len(NAMES)))
        if drawing.points and not drawing.ready:
            facts += " · " + self.tr("points of both classes are needed")
        return facts

    # ---- language and look ----------------------------------------------------------------------------------

    def retranslate(self) -> None:
        super().retranslate()
        self._title.setText(self.tr("Draw your own data"))
        self.setAccessibleName(self._title.text())
        curve = self.drawing.kind == CURVE
        self._hint.setText(
            self.tr("One input, one output: the network learns the height of the curve.")
            if curve
            else self.tr("Two inputs, two classes: the network learns where each class is.")
        )
        self._kind.set_texts((self.tr("two classes"), self.tr("a curve")))
        names = [class_marks.marked(NAMES, number) for number in range(len(NAMES))]
        self._class.set_texts(names, name=self.tr("Class of the left button"))
        self._class.setVisible(not curve)
        self.pad.setAccessibleName(self.tr("Drawing pad"))
        self._undo.setText(self.tr("Undo"))
        self._clear.setText(self.tr("Clear"))
        self._accept.setText(self.tr("Use these points"))
        self._show_points()

    def restyle(self) -> None:
        super().restyle()
        now = theme.current()
        for strip in (self._kind, self._class):
            strip.resize_to_texts(now.font(bold=True), now.px(18))
        self.pad.update()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Undo):
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()  # it is about the drawing, not about the network
                return True
            if event.type() == QEvent.Type.KeyPress:
                self._take_back()
                return True
        return super().event(event)
