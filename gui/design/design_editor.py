"""The design editor: the network's layers as rows of hyperparameters, with Keras's config of each."""

from __future__ import annotations

import keyword
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from core.commands import CreateLayer
from core.design.names import IN_KERAS
from core.design.network_spec import MAX_UNITS, LayerSpec, NetworkSpec
from gui.controls.number_box import SeedBox
from gui.design.design_row import DesignRow
from gui.look import icons, theme
from gui.look.why_not import allow
from gui.tables.config_tree import ConfigTree
from gui.widgets.panel import Note
from gui.widgets.source_line import SourceLine

MOST_HIDDEN = 6


class DesignEditor(QDialog):
    """An editor of a NetworkSpec and of the seed. A design is built with Apply; another seed holds at once.

    Signals:
        applied(NetworkSpec): build this network.
        seed_changed(int): initial weights from another seed.
        config_wanted(LayerSpec): find the layer's `get_config()`; `set_config` takes it.
    """

    applied = Signal(object)
    seed_changed = Signal(object)  # an int of Qt has too few bits
    config_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="design")
        self.setModal(False)
        self._spec: NetworkSpec | None = None
        self._activations: tuple[str, ...] = ()
        self._rows: list[DesignRow] = []
        self._current: DesignRow | None = None
        self._wanted: LayerSpec | None = None
        self._heads = [QLabel() for _ in range(4)]
        self._add = QPushButton(objectName="design_add")
        self._add.clicked.connect(self._add_hidden)
        self._seed_word, self._seed, self._note = QLabel(), SeedBox(), Note("error")
        self._seed_word.setBuddy(self._seed)
        self._seed.seed_changed.connect(self.seed_changed)
        self._line, self._tree, self._of = SourceLine(), ConfigTree(), QLabel()
        self._apply, self._close = QPushButton(objectName="design_apply"), QPushButton(objectName="design_close")
        self._apply.setProperty("look", "primary")
        self._apply.clicked.connect(self._apply_clicked)
        self._close.clicked.connect(self.close)
        for button in (self._add, self._apply, self._close):
            button.setAutoDefault(False)
        self._apply.setDefault(True)
        self._lay_out()
        self.retranslate()
        self.restyle()
        theme.dress(self)

    def _lay_out(self) -> None:
        table = QWidget(objectName="page")
        self._grid = QGridLayout(table)
        self._grid.setContentsMargins(0, 0, 6, 0)
        for column, head in enumerate(self._heads):
            self._grid.addWidget(head, 0, column)
        self._grid.setColumnStretch(0, 1)
        self._grid.setRowStretch(MOST_HIDDEN + 3, 1)
        area = QScrollArea(widgetResizable=True, focusPolicy=Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(table)
        left = QVBoxLayout()
        left.addWidget(area, 1)
        left.addWidget(self._add, 0, Qt.AlignmentFlag.AlignLeft)
        right = QVBoxLayout()
        right.addWidget(self._of)
        right.addWidget(self._tree, 1)
        right.addWidget(self._line)
        both = QHBoxLayout()
        both.addLayout(left, 3)
        both.addSpacing(10)
        both.addLayout(right, 2)
        foot = QHBoxLayout()
        foot.addWidget(self._seed_word)
        foot.addWidget(self._seed)
        foot.addSpacing(10)
        foot.addWidget(self._note, 1)
        foot.addStretch()
        foot.addWidget(self._close)
        foot.addWidget(self._apply)
        column = QVBoxLayout(self)
        column.addLayout(both, 1)
        column.addLayout(foot)

    # ---- in -------------------------------------------------------------------------------------------------

    def edit(self, spec: NetworkSpec) -> None:
        """Begin with a design; forget what was typed before."""
        self._spec = spec
        for row in self._rows:
            row.discard()
        self._rows = [self._make_row(layer, layer is not spec.layers[-1]) for layer in spec.layers]
        self._place_rows()
        self._show_config_of(self._rows[0])
        self._check()

    def set_activations(self, names: tuple[str, ...]) -> None:
        """Set the activations that Keras has."""
        self._activations = names
        for row in self._rows:
            row.set_activations(names)

    def set_config(self, spec: LayerSpec, config: Mapping[str, Any]) -> None:
        """Show Keras's config of a layer; ignore it if another layer is shown by now."""
        if spec == self._wanted:
            self._tree.set_config(config)

    def set_seed(self, seed: int) -> None:
        """Show the seed in force, without disturbing typing."""
        if seed != self._seed.value() and not (self._seed.hasFocus() and self._seed.lineEdit().isModified()):
            with QSignalBlocker(self._seed):
                self._seed.setValue(seed)

    # ---- inside ---------------------------------------------------------------------------------------------

    def _make_row(self, layer: LayerSpec, removable: bool) -> DesignRow:
        row = DesignRow(layer, removable)
        row.setParent(self)
        if self._activations:
            row.set_activations(self._activations)
        row.edited.connect(self._check)
        row.entered.connect(self._show_config_of)
        row.remove_clicked.connect(self._remove)
        for field in (row.name, row.units, row.activation, row.bias):
            field.installEventFilter(self)
        return row

    def _place_rows(self) -> None:
        for number, row in enumerate(self._rows):
            row.put_into(self._grid, number + 1)
        fields = [field for row in self._rows for field in (row.name, row.units, row.activation, row.bias, row.remove)]
        for before, after in zip(fields, [*fields[1:], self._add], strict=True):
            QWidget.setTabOrder(before, after)

    def _add_hidden(self) -> None:
        """Add a hidden layer before the output, like the one before it."""
        names = {row.name.text() for row in self._rows}
        name = next(f"hidden_{n}" for n in range(1, 99) if f"hidden_{n}" not in names)
        before = self._valid(self._rows[-2]) if len(self._rows) > 1 else None
        units, activation = (before.units, before.activation) if before is not None else (5, "relu")
        row = self._make_row(LayerSpec(name, units, activation), removable=True)
        self._rows.insert(len(self._rows) - 1, row)
        self._place_rows()
        self._show_config_of(row)
        self._check()
        row.name.setFocus()

    def _remove(self, row: DesignRow) -> None:
        self._rows.remove(row)
        row.discard()
        self._place_rows()
        self._show_config_of(self._rows[0])
        self._check()

    def _valid(self, row: DesignRow) -> LayerSpec | None:
        try:
            return row.spec()
        except ValueError:
            return None

    def _check(self) -> None:
        """Say what is wrong and disable Apply, or enable it."""
        wrong = next((text for row in self._rows if (text := self._problem_of(row))), "")
        self._note.set_text(wrong)
        self._note.setVisible(bool(wrong))
        allow(self._apply, wrong)
        full = len(self._rows) > MOST_HIDDEN
        most = self.tr("A network has at most {most} hidden layers here.").format(most=MOST_HIDDEN)
        allow(self._add, most if full else "")

    def _problem_of(self, row: DesignRow) -> str:
        """Return what was expected in a row and what was received, or "" if the row is valid."""
        name, units = row.name.text(), row.units.value()
        names = [other.name.text() for other in self._rows]
        if not 1 <= units <= MAX_UNITS:
            text = self.tr("{layer}: expected 1 to {most} units, received {units}.")
            return text.format(layer=name, most=MAX_UNITS, units=units)
        if not name.isidentifier() or keyword.iskeyword(name):
            text = self.tr("Expected a name that Python allows as a variable, such as hidden_1, received “{name}”.")
            return text.format(name=name)
        if not IN_KERAS.fullmatch(name):
            text = self.tr("Expected Latin letters, digits and _, a letter first, such as hidden_1, received “{name}”.")
            return text.format(name=name)
        if names.count(name) > 1:
            return self.tr("Expected a different name for each layer, received “{name}” twice.").format(name=name)
        if self._valid(row) is None:
            return self.tr("The written code uses the name “{name}” for something else; choose another.").format(
                name=name
            )
        return ""

    def _show_config_of(self, row: DesignRow) -> None:
        """Ask for the config of a row's layer, if the row is valid."""
        self._current = row
        spec = self._valid(row)
        if spec is not None:
            self._wanted = spec
            self._of.setText(f"{spec.name}.get_config()")
            self._line.set_expression(CreateLayer(spec).lines()[0])
            self.config_wanted.emit(spec)

    def _apply_clicked(self) -> None:
        if self._spec is not None and self._apply.isEnabled():
            layers = tuple(row.spec() for row in self._rows)
            self.applied.emit(replace(self._spec, layers=layers))

    # ---- language and look ----------------------------------------------------------------------------------

    def retranslate(self) -> None:
        """Set every text, in the language in use."""
        self.setWindowTitle(self.tr("Design of the network"))
        for head, text in zip(
            self._heads, (self.tr("name"), self.tr("units, 1–16"), self.tr("activation"), self.tr("bias")), strict=True
        ):
            head.setText(text)
            head.setProperty("look", "caption")
        self._add.setText(self.tr("Add a hidden layer"))
        self._add.setToolTip(self.tr("Up to {most} hidden layers").format(most=MOST_HIDDEN))
        self._seed_word.setText(self.tr("seed"))
        self._seed.setAccessibleName(self.tr("Seed"))
        self._seed.setToolTip(self.tr("The initial weights are drawn from this number. Changing it starts over."))
        self._apply.setText(self.tr("Apply: build this network"))
        self._apply.setToolTip(self.tr("A new network with new initial weights; one Undo restores the current one"))
        self._close.setText(self.tr("Close"))
        if self._rows:
            self._check()

    def restyle(self) -> None:
        """Take colours, fonts and icons from the theme in use."""
        now = theme.current()
        self._seed.restyle()
        self._seed.setFixedSize(now.px(108), now.px(28))
        self._of.setFont(now.font("body", mono=True, bold=True))
        self._add.setIcon(icons.icon("plus-bold", now.color("text.primary"), now.color("text.disabled"), now.px(16)))
        self.resize(now.px(860), now.px(430))

    # ---- Qt -------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        if event.type() == QEvent.Type.FocusIn:
            row = next((r for r in self._rows if watched in (r.name, r.units, r.activation, r.bias)), None)
            if row is not None and row is not self._current:
                self._show_config_of(row)
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 (Qt's name)
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
