"""The fields of `model.fit` about validation and early stopping."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFormLayout, QLabel, QSizePolicy, QWidget

from core.commands import StopEarly
from core.design.compile_spec import LARGEST_EPOCHS
from core.design.names import VALIDATION
from gui.controls.choice_box import ChoiceBox
from gui.controls.number_box import NumberBox
from gui.look import theme
from gui.widgets.panel import Panel

if TYPE_CHECKING:
    from core.snapshot.snapshot import Snapshot

NONE, DATA, SHARES = "none", "data", (0.1, 0.2, 0.3)
FIRST_PATIENCE = 10


class ValidationFields(Panel):
    """What `fit` evaluates after every epoch, and whether it ends when that gets no better. The fields lie in a form.

    Args:
        add_row: adds a field to the form, and returns its label.
        form: the form.

    Signals:
        changed(): another choice was made.
    """

    changed = Signal()

    def __init__(self, add_row: Callable[[QWidget], QLabel], form: QFormLayout, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._form, self._split, self._metrics = form, False, ()  # whether there are rows X_val, and what is compiled
        self.rows = ChoiceBox("fit_validation")
        self.stops = QCheckBox("EarlyStopping", objectName="fit_early_stopping")
        self.monitor = ChoiceBox("fit_monitor")
        self.patience = NumberBox("fit_patience")
        self.patience.setRange(0, LARGEST_EPOCHS)
        self.patience.setValue(FIRST_PATIENCE)
        self.restores = QCheckBox(objectName="fit_restore_best_weights")
        self.restores.setChecked(True)
        self._names = ("validation", "callbacks", "monitor", "patience", "restore_best_weights")
        for field, name in zip(self.fields, self._names):
            add_row(field).setText(name)
        self.rows.choose(NONE)
        self.rows.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)  # the card is narrow
        for choice, follow in ((self.rows, self._choose_rows), (self.monitor, self._change)):
            choice.chosen.connect(choice.choose)
            choice.chosen.connect(follow)
        for box in (self.stops, self.restores):
            box.toggled.connect(self._change)
        self.patience.valueChanged.connect(self._change)
        self.hide()
        self.retranslate()
        self._change()

    @property
    def fields(self) -> tuple[QWidget, ...]:
        """The fields, in the order of the form."""
        return self.rows, self.stops, self.monitor, self.patience, self.restores

    @property
    def callback(self) -> StopEarly | None:
        """The callback that ends `fit` early, or None."""
        if not self.stops.isChecked():
            return None
        monitor = self.monitor.currentData() or self._monitors()[0]
        return StopEarly(
            monitor=monitor, patience=self.patience.value(), restore_best_weights=self.restores.isChecked()
        )

    @property
    def arguments(self) -> dict[str, object]:
        """The arguments of `Fit` that these fields make."""
        callback, key = self.callback, self.rows.currentData()
        return {
            "validation_split": key if isinstance(key, float) else 0.0,
            "validation_data": VALIDATION if key == DATA else (),
            "callbacks": () if callback is None else (callback.variable,),
        }

    def set_snapshot(self, snapshot: Snapshot) -> None:
        """Offer the validation rows if the data have any, and the metrics that the model is compiled with."""
        split = snapshot.batch.X_val is not None
        metrics = snapshot.compiled.metrics if snapshot.compiled is not None else ()
        if (split, metrics) == (self._split, self._metrics):
            return
        if split != self._split:
            self._split = split
            self._list_rows()
            self.rows.choose(DATA if split else NONE)
        self._metrics = metrics
        self._choose_rows()

    def _choose_rows(self) -> None:
        """Watch what is evaluated after every epoch, unless something else is chosen then."""
        self.monitor.choose(None)
        self._change()

    def _change(self) -> None:
        """Offer what can be watched, and show the fields of the callback only with it."""
        self.restores.setText(str(self.restores.isChecked()))
        monitors = self._monitors()
        self.monitor.set_choices([(name, name, "") for name in monitors])
        if self.monitor.currentData() is None:
            self.monitor.choose(monitors[0])
        for field in (self.monitor, self.patience, self.restores):
            self._form.setRowVisible(field, self.stops.isChecked())
        self.changed.emit()

    def _monitors(self) -> list[str]:
        names = ["loss", *self._metrics]
        return ([f"val_{name}" for name in names] if self.rows.currentData() not in (None, NONE) else []) + names

    def _list_rows(self) -> None:
        data = [(DATA, f"data=({', '.join(VALIDATION)})", "")] if self._split else []
        shares = [(share, f"split={share}", self.tr("The last samples")) for share in SHARES]
        self.rows.set_choices([(NONE, self.tr("none"), ""), *data, *shares])

    def retranslate(self) -> None:
        self._list_rows()
        self.rows.setAccessibleName(self.tr("What fit evaluates after every epoch"))
        self.stops.setAccessibleName(self.tr("End fit when a number gets no better"))
        self.stops.setToolTip(self.stops.accessibleName())
        self.monitor.setAccessibleName(self.tr("The number to watch"))
        self.patience.setAccessibleName(self.tr("Epochs to wait without improvement"))
        self.patience.setToolTip(self.patience.accessibleName())
        self.restores.setAccessibleName(self.tr("Give the model the weights of its best epoch in the end"))
        self.restores.setToolTip(self.restores.accessibleName())

    def restyle(self) -> None:
        now = theme.current()
        self.patience.restyle()
        for field in self.fields:
            field.setFixedHeight(now.px(28))
