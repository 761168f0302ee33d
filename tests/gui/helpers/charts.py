"""Visible loss charts, and curves for them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from pytestqt.qtbot import QtBot

from core.history.loss_curves import LossCurves
from core.history.marks import Mark
from core.history.place_in_time import PlaceInTime
from core.snapshot.records import Recording
from gui.history.loss_chart import LossChart
from gui.plots.loss_plot import LossPlot


def make_curves(losses: Sequence[float], marks: Sequence[Mark] = (), head: float | None = None) -> LossCurves:
    """Return one branch with these losses, with its last step shown."""
    curves, steps = LossCurves(), len(losses)
    curves.fold([Recording(0, np.asarray(losses, np.float32))], PlaceInTime(step=steps, last_step=steps), head)
    curves.current.marks.shown[:] = marks
    return curves


def show_chart(qtbot: QtBot) -> LossChart:
    chart = LossChart()
    qtbot.addWidget(chart)
    chart.resize(700, 200)
    with qtbot.waitExposed(chart):
        chart.show()
    return chart


def drawn(chart: LossChart, qtbot: QtBot) -> LossPlot:
    """Return the plot, once everything that waits is drawn."""
    qtbot.waitUntil(lambda: not chart._throttle.stale)
    chart._canvas.draw()
    return chart.plot
