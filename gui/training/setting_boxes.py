"""The three lists of the training bar: optimizer, loss and batch size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from core.design.losses import ALL_LOSSES
from core.design.optimizers import OPTIMIZERS
from gui.controls.choice_box import ChoiceBox
from gui.look import theme

if TYPE_CHECKING:
    from core.snapshot.snapshot import Snapshot

WIDTHS, LONG_LOSS_WIDTH = (72, 78, 52), 140
ROUND = 38  # px around the text of a list


class SettingBoxes(QObject):
    """What a step is taken with, as lists. What is chosen is shown once a snapshot says so.

    Args:
        rate: the learning rate that stands in the optimizers' lines of Keras.

    Attributes:
        optimizer, loss, batch: the lists.
        all: these three.
    """

    def __init__(self, rate: float, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.optimizer, self.loss, self.batch = ChoiceBox("optimizer"), ChoiceBox("loss"), ChoiceBox("batch_size")
        self.all = self.optimizer, self.loss, self.batch
        self._samples, self._size = 0, None
        self._rate = rate

    def set_snapshot(self, snapshot: Snapshot) -> bool:
        """Show the settings of a snapshot; return whether the loss is another one, whose name may be wider."""
        self.optimizer.choose(snapshot.optimizer)
        before = self.loss.currentText()
        self.loss.choose(snapshot.loss_kind)
        if (snapshot.batch.samples, snapshot.batch_size) != (self._samples, self._size):
            self._samples, self._size = snapshot.batch.samples, snapshot.batch_size
            self._list_sizes()
        return self.loss.currentText() != before

    def set_rate(self, rate: float) -> None:
        """Set the learning rate."""
        self._rate = rate
        self.optimizer.set_choices([(kind.key, kind.name, kind.expression(rate)) for kind in OPTIMIZERS])

    def resize(self, roomy: bool) -> None:
        """Set the widths; with room, a loss with a long name is wider."""
        now = theme.current()
        for box, width in zip(self.all, WIDTHS):
            box.setFixedWidth(now.px(width))
        every = self.batch.fontMetrics().horizontalAdvance(self._all_samples) + now.px(ROUND)
        self.batch.setFixedWidth(max(now.px(WIDTHS[-1]), every))
        loss = self.loss.fontMetrics().horizontalAdvance(self.loss.currentText()) + now.px(ROUND)
        if loss > self.loss.width() and roomy:
            self.loss.setFixedWidth(now.px(LONG_LOSS_WIDTH))

    def retranslate(self) -> None:
        """List the choices, each with its line of Keras as the tooltip."""
        self.set_rate(self._rate)
        self.loss.set_choices([(kind.key, kind.key, f"{kind.name}: {kind.expression}") for kind in ALL_LOSSES])
        self._list_sizes()
        self.optimizer.setAccessibleName(self.tr("Optimizer"))
        self.optimizer.setToolTip(self.tr("How gradients turn into updates. Changing it keeps the weights."))
        self.loss.setAccessibleName(self.tr("Loss function"))
        self.loss.setToolTip(self.tr("The quantity training minimises. Changing it keeps the weights."))
        self.batch.setAccessibleName(self.tr("Batch size"))
        self.batch.setToolTip(self.tr("How many samples a step learns from: all, or some, reshuffled every epoch"))

    @property
    def _all_samples(self) -> str:
        return self.tr("all")

    def _list_sizes(self) -> None:
        sizes = sorted({2**power for power in range(17) if 2**power < self._samples} | {self._size or 1} - {0})
        tip = self.tr("Mini-batches, reshuffled every epoch")
        choices = [(size, str(size), tip) for size in sizes if self._samples]
        self.batch.set_choices([(None, self._all_samples, self.tr("Every step learns from all samples")), *choices])
        self.batch.choose(self._size)
