"""The card of `model.fit`, with its progress."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QPushButton, QWidget

from core.commands import Command, Fit
from core.design.compile_spec import LARGEST_EPOCHS
from core.design.optimizers import optimizer
from gui.controls.choice_box import ChoiceBox
from gui.controls.number_box import NumberBox
from gui.fit.call_card import CallCard
from gui.fit.fit_progress import FitProgress
from gui.fit.stale_note import StaleNote
from gui.fit.validation_fields import ValidationFields
from gui.look import i18n, number_text, theme
from gui.look.why_not import allow

if TYPE_CHECKING:
    from core.design.compile_spec import CompileSpec
    from core.snapshot.records import Progress
    from core.snapshot.snapshot import Snapshot

FIRST_EPOCHS = 20


class FitCard(CallCard):
    """Epochs, batch size and shuffling; below them the progress, and a warning if compile is out of date.

    Attributes:
        validation: the fields about validation and early stopping.
        progress: the bar and Stop.
        note: the warning, with the button that compiles again.
        compile: the button that leads to the card of `compile`, while nothing is compiled.

    Signals:
        compile_clicked(): open that card.
    """

    compile_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("fit", parent)
        self._samples, self._seed = 0, 0
        self._compiled: CompileSpec | None = None
        self._as_above = False  # whether Step and Play use the same optimizer, rate and loss
        self._running = False
        self.epochs = NumberBox()
        self.epochs.setObjectName("epochs_box")
        self.epochs.setRange(1, LARGEST_EPOCHS)
        self.epochs.setValue(FIRST_EPOCHS)
        self.epochs.valueChanged.connect(self.show_line)
        self.size = ChoiceBox("fit_batch_size")
        self.size.chosen.connect(self.size.choose)
        self.size.chosen.connect(self.show_line)
        self.shuffle = QCheckBox(objectName="fit_shuffle")
        self.shuffle.toggled.connect(self._shuffle_toggled)
        for field, name in ((self.epochs, "epochs"), (self.size, "batch_size"), (self.shuffle, "shuffle")):
            self.add_row(field).setText(name)
        self.validation = ValidationFields(self.add_row, self.form, self)
        self.validation.changed.connect(self.show_line)
        self._sentence.setObjectName("fit_uses")
        self.note, self.progress = StaleNote(), FitProgress("card_progress")
        self.compile = QPushButton(objectName="compile_first")
        self.compile.setProperty("look", "primary")
        self.compile.clicked.connect(self.compile_clicked)
        self.column.insertWidget(1, self.compile, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.insertWidget(2, self.note)
        self.column.addWidget(self.progress)
        self.column.addStretch(1)
        for number in (self.epochs, self.validation.patience):
            self.button.pressed.connect(number.interpretText)
        self.retranslate()
        self.restyle()

    def set_snapshot(self, snapshot: Snapshot) -> None:
        """Show the number of samples, how the model is compiled, and whether that is out of date."""
        self._seed = snapshot.seed
        if snapshot.batch.samples != self._samples:
            self._samples = snapshot.batch.samples
            if (self.size.currentData() or 0) > self._samples:
                self.size.choose(None)
            self._list_sizes()
            self.show_line()
        above = (snapshot.optimizer, snapshot.learning_rate, snapshot.loss_kind)
        compiled = snapshot.compiled
        as_above = compiled is not None and (compiled.optimizer, compiled.rate, compiled.loss) == above
        if (compiled, as_above) != (self._compiled, self._as_above):
            self._compiled, self._as_above = compiled, as_above
            self._write_uses()
        self.validation.set_snapshot(snapshot)
        self.note.set_snapshot(snapshot)

    def set_progress(self, progress: Progress) -> None:
        """Show the progress of `fit`, and disable the button while it runs."""
        had_focus = self.button.hasFocus() or self.progress.stop.hasFocus()
        self._running = progress.running
        self._enable()
        self.progress.set_progress(progress)
        if had_focus:
            (self.progress.stop if progress.running else self.button).setFocus(Qt.FocusReason.OtherFocusReason)

    def command(self) -> Fit:
        shuffle = self.shuffle.isChecked()
        seed = self._seed if shuffle else 0
        return Fit(self.epochs.value(), self.size.currentData(), shuffle, seed, **self.validation.arguments)

    def before(self) -> tuple[Command, ...]:
        callback = self.validation.callback
        return () if callback is None else (callback,)

    @property
    def first_button(self) -> QPushButton:
        return self.compile if self._compiled is None else self.button

    def _enable(self) -> None:
        """Offer to compile while that is missing, and else `fit`, unless it runs."""
        missing = self._compiled is None
        self.compile.setVisible(missing)
        running = i18n.tr("fit is running.") if self._running else ""
        allow(self.button, i18n.tr("Compile the model first.") if missing else running)

    def _write_uses(self) -> None:
        """Say what `fit` will use, or what it waits for."""
        compiled = self._compiled
        self._enable()
        if compiled is None:
            self._sentence.setText(self.tr("The model is not compiled yet; fit needs to know optimizer and loss."))
            return
        text = self.tr(
            "Uses the compiled settings: {optimizer}, learning rate {rate}, loss {loss}; not those in the bar above."
        )
        if self._as_above:
            text = self.tr("As compiled: {optimizer}, learning rate {rate}, loss {loss}, as in the bar above.")
        name, rate = optimizer(compiled.optimizer).name, number_text.rate(compiled.rate)
        self._sentence.setText(text.format(optimizer=name, rate=rate, loss=compiled.loss))

    def _shuffle_toggled(self, on: bool) -> None:
        self.shuffle.setText(str(on))
        self.show_line()

    def _list_sizes(self) -> None:
        sizes = [2**power for power in range(17) if 2**power < self._samples]
        whole = self.tr("all: one step per epoch")
        choices = [(None, "len(X)", whole), *((size, str(size), "") for size in sizes)]
        self.size.set_choices(choices)

    def retranslate(self) -> None:
        self._title.setText("model.fit")
        self.epochs.setAccessibleName(self.tr("Epochs"))
        self.epochs.setToolTip(self.tr("How many times fit goes through all samples"))
        self.size.setAccessibleName(self.tr("Batch size of fit"))
        self.shuffle.setAccessibleName(self.tr("Shuffle the samples in every epoch"))
        self.shuffle.setText(str(self.shuffle.isChecked()))
        self.button.setText(self.tr("Fit"))
        self.compile.setText(self.tr("Compile…"))
        self._list_sizes()
        self._write_uses()
        super().retranslate()
        self.show_line()

    def restyle(self) -> None:
        super().restyle()
        now = theme.current()
        self.epochs.restyle()
        self.validation.restyle()
        for widget in (self.epochs, self.size, self.shuffle):
            widget.setFixedHeight(now.px(28))
