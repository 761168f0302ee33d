"""The bar above the canvas: the model with its trainable switch, and the sample that is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QToolButton, QWidget

from core.problems.layer_texts import WHY_NO_STEP
from gui.actions.availability import LOADING
from gui.canvas.layout.canvas_state import UNIT_MODES
from gui.controls.toggle_strip import ToggleStrip
from gui.look import icons, number_text, theme
from gui.look.why_not import allow
from gui.widgets.panel import Panel

if TYPE_CHECKING:
    from core.snapshot.snapshot import Snapshot


class CanvasBar(Panel):
    """Show and switch `model.trainable`, and choose the sample.

    Signals:
        trainable_clicked(): switch `model.trainable`.
        sample_chosen(int): another sample, 0-based.
        show_whole_clicked(): show the whole network.
        design_clicked(): edit the design.
        units_chosen(str): show numbers, maps or gradients in the units.
    """

    trainable_clicked = Signal()
    sample_chosen = Signal(int)
    show_whole_clicked = Signal()
    design_clicked = Signal()
    units_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="canvas_bar")
        self._snapshot: Snapshot | None = None
        self._shown: tuple[object, ...] = ()
        self._sample, self._design = 0, ""
        self._box = QCheckBox("model.trainable", objectName="canvas_trainable:model")
        self._box.clicked.connect(self._box_clicked)
        self._count = QLabel()
        self._units_word, self._units = QLabel(), ToggleStrip(UNIT_MODES, "show_in_units")
        self._units.chosen.connect(self.units_chosen)
        self._sample_word, self._sample_text = QLabel(), QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self._previous, self._next = QToolButton(objectName="previous_sample"), QToolButton(objectName="next_sample")
        self._show_whole, self._name = QToolButton(objectName="fit"), QToolButton(objectName="open_design")
        self._name.clicked.connect(self.design_clicked)
        self._name.setProperty("look", "flat")
        self._previous.clicked.connect(self.show_previous)
        self._next.clicked.connect(self.show_next)
        self._show_whole.clicked.connect(self.show_whole_clicked)
        for button in (self._previous, self._next, self._show_whole):
            button.setProperty("look", "icon")
        row = QHBoxLayout(self)
        row.setSizeConstraint(QHBoxLayout.SizeConstraint.SetNoConstraint)  # labels are left out where they have no room
        row.setContentsMargins(12, 4, 10, 4)
        row.addWidget(self._name)
        row.addWidget(self._box)
        row.addWidget(self._count)
        row.addStretch(1)
        row.addWidget(self._units_word)
        row.addWidget(self._units)
        row.addSpacing(4)
        for widget in (self._sample_word, self._previous, self._sample_text, self._next, self._show_whole):
            row.addWidget(widget)
        self.retranslate()
        self.restyle()

    def set_design(self, name: str) -> None:
        """Show the name of a model that is only designed."""
        self._design = name
        self._refresh()

    def set_snapshot(self, snapshot: Snapshot) -> None:
        """Show the model of a snapshot; steps change nothing about it."""
        self._snapshot = snapshot
        built = tuple(layer.built for layer in snapshot.columns)
        variables = (snapshot.variables, snapshot.trainable_variables)
        shown = (snapshot.model_name, snapshot.why_no_step, *variables, snapshot.samples, built)
        if shown != self._shown:
            self._shown = shown
            self._refresh()

    def set_sample(self, sample: int) -> None:
        """Show which sample is chosen, 0-based."""
        self._sample = sample
        self._refresh()

    def set_units(self, mode: str) -> None:
        """Show what the units show, one of `UNIT_MODES`."""
        self._units.choose(mode)

    def show_previous(self) -> None:
        """Ask for the previous sample; before the first comes the last."""
        self._choose(self._sample - 1)

    def show_next(self) -> None:
        """Ask for the next sample; after the last comes the first."""
        self._choose(self._sample + 1)

    def retranslate(self) -> None:
        self._sample_word.setText(self.tr("Sample"))
        self._units_word.setText(self.tr("Show in units"))
        self._units.setAccessibleName(self.tr("Show in units"))
        self._units.set_texts(
            (self.tr("numbers"), self.tr("maps"), self.tr("gradients")),
            (
                self.tr("What each unit returns for the sample  (N)"),
                self.tr("What each unit returns over two inputs  (M)"),
                self.tr("∂L/∂a of each unit for the sample  (G shows the next of the three)"),
            ),
        )
        self._box.setAccessibleName(self.tr("trainable, the whole model"))
        self._box.setToolTip(self.tr("model.trainable: Keras hands it on to every layer"))
        for button, text in (
            (self._name, self.tr("Design of the network  (Ctrl+D)")),
            (self._previous, self.tr("Previous sample  [")),
            (self._next, self.tr("Next sample  ]")),
            (self._show_whole, self.tr("Show the whole network (double click on the ground)")),
        ):
            button.setToolTip(text)
            button.setAccessibleName(text)
        self._refresh()

    def restyle(self) -> None:
        now = theme.current()
        # a style sheet, because the window's would override a font
        family = now.font("strong", mono=True).families()[0]
        look = f"font-family: '{family}'; font-size: {now.px(14)}px; font-weight: bold; padding: 0 {now.px(3)}px;"
        self._name.setStyleSheet(f"QToolButton {{ {look} }}")
        self._name.setIcon(icons.icon("sliders-horizontal-bold", now.color("text.primary"), size=now.px(16)))
        self._box.setFont(now.font("body", mono=True))
        self._sample_text.setFont(now.font("body", bold=True))
        for strip_button in self._units.buttons:
            strip_button.setFixedHeight(now.px(28))
        self._units.resize_to_texts(now.font("body", bold=True), now.px(16))
        for button, name in (
            (self._previous, "caret-left-bold"),
            (self._next, "caret-right-bold"),
            (self._show_whole, "frame-corners-bold"),
        ):
            button.setIcon(icons.icon(name, now.color("text.primary"), now.color("text.disabled"), now.px(16)))
            button.setFixedSize(now.px(30), now.px(28))
        self._refresh()
        self.layout().invalidate()  # it may remember widths of larger fonts

    def _refresh(self) -> None:
        snapshot = self._snapshot
        for widget in (self._name, self._previous, self._next):
            allow(widget, "" if snapshot is not None else LOADING)
        with_model = snapshot is not None and snapshot.why_no_step != "model"
        no_model = LOADING if snapshot is None else WHY_NO_STEP["model"]
        allow(self._box, "" if with_model else no_model)
        self._box.setVisible(snapshot is None or with_model)
        if snapshot is None:
            self._show_name(self._design)
            self._count.setText(self.tr("designed, not built"))
            self._sample_text.setText("–")
            return
        if with_model:
            self._show_name(snapshot.model_name)
            self._show_variables(snapshot)
        else:
            self._show_name("")
            built = sum(layer.built for layer in snapshot.columns)
            text = self.tr("{count} layers created, {built} built")
            self._count.setText(text.format(count=len(snapshot.columns), built=built))
        total = snapshot.samples
        text = self.tr("{number} of {total}")
        self._sample_text.setText(
            text.format(number=number_text.count(self._sample + 1), total=number_text.count(total))
        )
        self._sample_text.setMinimumWidth(theme.current().px(44 + 16 * (len(str(total)) - 1)))
        self._make_room()

    def _show_name(self, name: str) -> None:
        """Write the model's name on the button of the design, or show its icon while there is no model."""
        style = Qt.ToolButtonStyle
        self._name.setText(name)
        self._name.setToolButtonStyle(style.ToolButtonTextOnly if name else style.ToolButtonIconOnly)

    def _show_variables(self, snapshot: Snapshot) -> None:
        """Show the model's switch, and how many variables it trains."""
        every, some = snapshot.variables, snapshot.trainable_variables
        state = Qt.CheckState.PartiallyChecked if 0 < some < every else Qt.CheckState.Checked
        self._box.setCheckState(state if some else Qt.CheckState.Unchecked)
        text = self.tr("{some} of {every}") if some else self.tr("0 of {every} variables: nothing learns")
        self._count.setText(text.format(some=some, every=every))
        self._count.setToolTip(self.tr("{some} of {every} variables are trainable").format(some=some, every=every))

    def _make_room(self) -> None:
        """Hide what matters least if there is too little room."""
        layout = self.layout()
        words = (self._count, self._units_word, self._sample_word)
        in_turn = (self._units, *words)
        shown = [widget for widget in in_turn if not widget.isHidden()]
        room = self.width() - layout.minimumSize().width() + sum(map(self._taken_by, shown))
        for widget in in_turn:
            room -= self._taken_by(widget)
            if widget.isHidden() == (room >= 0):
                widget.setVisible(room >= 0)

    def _taken_by(self, widget: QWidget) -> int:
        """Return the least width of a widget and the gap beside it."""
        least = min(max(widget.minimumSizeHint().width(), widget.minimumWidth()), widget.maximumWidth())
        return self.layout().spacing() + least

    def _box_clicked(self) -> None:
        """Ask for the switch, and keep showing the present state until the next snapshot."""
        self._refresh()
        self.trainable_clicked.emit()

    def _choose(self, sample: int) -> None:
        if self._snapshot is not None:
            self.sample_chosen.emit(sample % self._snapshot.samples)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        return QSize(theme.current().px(400), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        super().resizeEvent(event)
        self._make_room()
