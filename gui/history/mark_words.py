"""The texts of the marks on the loss chart and on the timeline, and of what differs between branches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from core.design.optimizers import optimizer
from gui.look import i18n, number_text

if TYPE_CHECKING:
    from core.history.marks import Mark


def tr(text: str) -> str:
    """Translate a text into the language in use."""
    return QCoreApplication.translate("Marks", text)


def mark_text(mark: Mark) -> str:
    """Return a few words about a mark, e.g. "lr 0.1" or "hidden_2 frozen"."""
    if mark.kind == "rate":
        return tr("lr {rate}").format(rate=number_text.rate(float(mark.subject)))
    if mark.kind == "data":
        return tr("data: {name}").format(name=i18n.translate(mark.subject))
    if mark.kind == "optimizer":
        return optimizer(mark.subject).name
    if mark.kind == "loss":
        return tr("loss: {name}").format(name=mark.subject)
    if mark.kind == "batches":
        return tr("batch {size}").format(size=mark.subject) if mark.subject else tr("whole batch")
    if mark.kind == "seed":
        return tr("seed {seed}").format(seed=mark.subject)
    if mark.kind == "design":
        return tr("other layers")
    text = tr("{layer} frozen") if mark.kind == "freeze" else tr("{layer} trainable")
    return text.format(layer=mark.subject)
