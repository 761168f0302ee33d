"""A warning that `fit` does not know yet what is trainable now, with a button that compiles again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QPushButton, QWidget

from gui.widgets.panel import Note, Panel

if TYPE_CHECKING:
    from core.snapshot.snapshot import Snapshot


class StaleNote(Panel):
    """A warning while Keras's train function is older than the layers' settings; empty otherwise.

    Args:
        wide: whether the button is beside the text instead of below it.

    Signals:
        compile_clicked(): compile again, the same way.
    """

    compile_clicked = Signal()

    def __init__(self, *, wide: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="stale_note")
        self._layers: tuple[tuple[str, ...], ...] = ((), (), ())
        self.note = Note("note")
        self.button = QPushButton(objectName="compile_again")
        self.button.clicked.connect(self.compile_clicked)
        box = QBoxLayout(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom, self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(6)
        box.addWidget(self.note, 1)
        box.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()
        self.retranslate()

    @property
    def text(self) -> str:
        return self.note.text

    def set_snapshot(self, snapshot: Snapshot) -> None:
        """Show the warning if the snapshot gives a reason."""
        layers = snapshot.still_moving, snapshot.still_resting, snapshot.old_activation
        if layers != self._layers:
            self._layers = layers
            self.retranslate()
        if self.isVisibleTo(self.parentWidget()) != snapshot.stale_compile:
            self.setVisible(snapshot.stale_compile)

    def retranslate(self) -> None:
        self.button.setText(self.tr("compile again"))
        self.button.setToolTip(self.tr("The same model.compile(…): the next fit then makes a new train function"))
        templates = (
            self.tr("fit still moves {layers}, although trainable is False: its train function is from before."),
            self.tr("fit still leaves {layers} alone, although trainable is True: its train function is from before."),
            self.tr("fit still computes {layers} with the old activation: its train function is from before."),
        )
        said = [
            template.format(layers=", ".join(f"<b>{name}</b>" for name in layers))
            for template, layers in zip(templates, self._layers)
            if layers
        ]
        self.note.set_text("<br>".join(said))
        self.setAccessibleName(self.tr("compile is out of date"))
        self.setAccessibleDescription(self.note.text)
