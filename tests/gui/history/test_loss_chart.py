"""The loss chart: what it draws, and when."""

from __future__ import annotations

import subprocess
import sys
from time import perf_counter

import numpy as np
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLabel, QPushButton

from core.history.events import Rewritten
from core.history.loss_curve import Mark
from core.history.loss_curves import LossCurves
from core.history.place_in_time import BranchInfo, PlaceInTime
from core.snapshot.records import Recording
from gui.look import i18n, theme
from gui.plots.plot_style import known_families
from tests.gui.helpers.charts import drawn, make_curves, show_chart


@pytest.fixture
def chart(qtbot):
    return show_chart(qtbot)


def test_that_matplotlib_is_not_imported_before_there_is_a_step():
    code = (
        "import sys; from PySide6.QtWidgets import QApplication; app = QApplication([]);"
        "from gui.history.loss_chart import LossChart; from gui.training.training_bar import TrainingBar;"
        "from gui.problems.error_card import ErrorCard; from gui.window.loading_card import LoadingCard;"
        "parts = [LossChart(), TrainingBar(), ErrorCard(), LoadingCard()];"
        "[part.show() for part in parts]; app.processEvents();"
        "print(sorted({'matplotlib'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "[]"


def test_that_a_chart_without_steps_says_how_to_get_one(chart, qtbot):
    chart.set_curves(make_curves([], head=0.5))
    assert chart.plot is None
    assert "Press Step or Play" in chart.findChild(QLabel, "loss_empty").text()
    assert chart.findChild(QLabel, "loss_empty").isVisible()


def test_that_every_step_stands_on_the_curve_and_the_present_one_is_a_dot(chart, qtbot):
    chart.set_curves(make_curves([1.0, 0.5, 0.25], head=0.125))
    plot = drawn(chart, qtbot)
    assert plot.line.get_xdata().tolist() == [0, 1, 2, 3]
    assert plot.line.get_ydata().tolist() == [1.0, 0.5, 0.25, 0.125]
    assert (plot.now.get_xdata()[0], plot.now.get_ydata()[0]) == (3, 0.125)


def test_that_after_a_reset_the_sentence_is_back(chart, qtbot):
    curves = make_curves([1.0, 0.5], head=0.25)
    chart.set_curves(curves)
    drawn(chart, qtbot)
    branches = (BranchInfo(0, None, 0, 0, 2), BranchInfo(1, 0, 1, 0, 0))
    curves.fold([Rewritten(1, None, 0, ())], PlaceInTime(branch=1, branches=branches), 1.0)
    chart.set_curves(curves)
    qtbot.waitUntil(lambda: chart.plot is None, timeout=2000)


def test_that_playing_redraws_only_now_and_then(chart, qtbot, monkeypatch):
    chart.set_curves(make_curves([1.0, 0.5], head=0.25))
    drawn(chart, qtbot)
    times = []
    monkeypatch.setattr(chart, "_draw", lambda *points: times.append(perf_counter()))
    start = perf_counter()
    while perf_counter() - start < 0.6:
        chart.curve_changed()
        qtbot.wait(15)
    assert 3 <= len(times) <= 6


def test_that_a_hidden_chart_draws_nothing_until_it_is_shown(chart, qtbot):
    chart.set_curves(make_curves([1.0, 0.5], head=0.25))
    plot = drawn(chart, qtbot)
    chart.hide()
    chart.set_curves(make_curves([1.0, 0.5, 0.3], head=0.2))
    qtbot.wait(200)
    assert len(plot.line.get_xdata()) == 3
    chart.show()
    assert len(drawn(chart, qtbot).line.get_xdata()) == 4


def test_that_the_scale_is_chosen_with_a_click_and_said_once(chart, qtbot):
    chart.set_curves(make_curves([1.0, 0.5], head=0.25))
    drawn(chart, qtbot)
    with qtbot.waitSignal(chart.scale_changed) as said:
        qtbot.mouseClick(chart.findChild(QPushButton, "loss_scale_linear"), Qt.MouseButton.LeftButton)
    assert said.args == ["linear"]
    axes = drawn(chart, qtbot).axes
    assert axes.get_yscale() == "linear"
    assert axes.get_ylim()[0] == 0
    with qtbot.assertNotEmitted(chart.scale_changed):
        chart.set_scale("log")
    assert chart.findChild(QPushButton, "loss_scale_log").isChecked()
    assert drawn(chart, qtbot).axes.get_yscale() == "log"


def test_that_marks_are_named_and_the_frozen_span_is_hatched(chart, qtbot):
    marks = [
        Mark(0, "rate", "0.05"),
        Mark(10, "rate", "0.1"),
        Mark(30, "freeze", "hidden_2"),
        Mark(60, "unfreeze", "hidden_2"),
        Mark(80, "data", "Plane"),
        Mark(95, "rate", "1e-06"),
    ]
    chart.set_curves(make_curves(np.linspace(1, 0.1, 100), marks, head=0.1))
    plot = drawn(chart, qtbot)
    assert set(plot.labels) == {"lr 0.1", "hidden_2 frozen", "data: Plane", "lr 0.000001"}
    hatched = [patch for patch in plot.axes.patches if patch.get_hatch()]
    assert [(patch.get_x(), patch.get_width()) for patch in hatched] == [(30, 30)]


def test_that_no_timer_runs_unless_something_waits_and_is_seen(chart, qtbot):
    def ticking() -> bool:
        return any(timer.isActive() for timer in chart._throttle.findChildren(QTimer))

    chart.set_curves(make_curves([1.0, 0.5], head=0.25))
    drawn(chart, qtbot)
    assert not ticking()
    chart._throttle.ask_now()
    chart.curve_changed()
    assert ticking()
    chart.hide()
    assert not ticking()
    assert chart._throttle.stale
    chart.show()
    assert not chart._throttle.stale


def test_that_a_rate_dragged_while_playing_does_not_pile_up_texts(chart, qtbot):
    marks = [Mark(step, "rate", f"{step / 1000:g}") for step in range(1, 900)]
    chart.set_curves(make_curves(np.linspace(1, 0.1, 1000), marks, head=0.1))
    plot = drawn(chart, qtbot)
    boxes = [text.get_window_extent() for text in plot.axes.texts if text.get_text().startswith("lr")]
    assert 1 <= len(boxes) < 30
    assert not any(a.overlaps(b) for i, a in enumerate(boxes) for b in boxes[:i])
    assert plot.labels[0] == "lr 0.899"


def test_that_the_axes_stand_still_while_a_step_is_added(chart, qtbot):
    curves = make_curves(np.geomspace(1, 0.1, 120), head=0.1)
    chart.set_curves(curves)
    axes = drawn(chart, qtbot).axes
    before = axes.get_xlim(), axes.get_ylim(), axes.get_position().bounds
    more = Recording(120, np.full(10, 0.09, np.float32))
    curves.fold([more], PlaceInTime(step=130, last_step=130), 0.09)
    chart.set_curves(curves)
    drawn(chart, qtbot)
    assert (axes.get_xlim(), axes.get_ylim(), axes.get_position().bounds) == before


@pytest.mark.parametrize("scale", ["log", "linear"])
@pytest.mark.parametrize(
    "losses",
    [
        [0.5, 0.5, 0.5],
        [0.0, 0.0],
        [1.0, 0.0, 0.5],
        [1.0, np.nan, np.inf, 0.5],
        [np.nan, np.nan],
        [1e-30, 1e30],
        [3e-45, 1],
    ],
)
def test_that_awkward_losses_are_drawn_without_a_warning(chart, qtbot, losses, scale, recwarn):
    chart.set_scale(scale)
    chart.set_curves(make_curves(losses, head=losses[-1]))
    plot = drawn(chart, qtbot)
    assert np.isfinite(plot.line.get_ydata()).all()
    low, high = plot.axes.get_ylim()
    assert low < high
    assert not recwarn.list


def test_that_korean_letters_have_a_font(chart, qtbot, monkeypatch, recwarn):
    monkeypatch.setattr(chart, "tr", lambda text: {"step": "스텝", "loss (mse)": "손실 (mse)"}.get(text, text))
    chart.retranslate()
    chart.set_curves(make_curves([1.0, 0.5], head=0.2))
    drawn(chart, qtbot)
    assert not [str(warning.message) for warning in recwarn.list]
    assert any("CJK" in name for name in known_families(["Noto Sans CJK KR"])) or sys.platform != "linux"


def test_that_theme_and_language_may_change_while_it_is_shown(chart, qtbot):
    chart.set_curves(make_curves([1.0, 0.5], head=0.2))
    drawn(chart, qtbot)
    theme.use(theme.Theme("dark"))
    i18n.use("ko")
    try:
        plot = drawn(chart, qtbot)
        assert plot.style.line == theme.current().color("accent").name()
        assert len(plot.line.get_xdata()) == 3
    finally:
        i18n.use("en")
        theme.use(theme.Theme("light"))


def test_that_more_points_in_the_same_axes_do_not_draw_the_axes_again(chart, qtbot, monkeypatch):
    curves = make_curves(np.geomspace(1, 0.011, 1000), [Mark(400, "freeze", "a")], head=0.011)
    chart.set_curves(curves)
    plot, ticks = drawn(chart, qtbot), []
    draw = plot.axes.yaxis.draw
    monkeypatch.setattr(plot.axes.yaxis, "draw", lambda renderer: (ticks.append(1), draw(renderer)))
    for step in range(1001, 1006):
        more = Recording(step - 1, np.full(1, 0.011, np.float32))
        curves.fold([more], PlaceInTime(step=step, last_step=step), 0.011)
        chart.set_curves(curves)
        chart._throttle.ask_now()
        qtbot.wait(20)
    assert len(plot.line.get_xdata()) == 1006
    assert len(ticks) <= 1  # the hatching reaches further


def other_branch(curves: LossCurves, losses) -> None:
    """Another branch of the same run left the first one at step 2 and is shown now."""
    steps = 2 + len(losses)
    branches = (BranchInfo(0, None, 0, 0, 4), BranchInfo(1, 0, 0, 2, steps))
    where = PlaceInTime(branch=1, step=steps, last_step=steps, branches=branches)
    curves.fold([Rewritten(1, 0, 2, ()), Recording(2, np.asarray(losses, np.float32))], where, losses[-1])


def test_that_other_branches_of_the_run_are_drawn_paler(chart, qtbot):
    curves = make_curves([1.0, 0.8, 0.6, 0.4], head=0.2)
    other_branch(curves, [0.5, 0.45, 0.4])
    chart.set_curves(curves)
    plot = drawn(chart, qtbot)
    assert plot.line.get_ydata()[:3] == pytest.approx([1.0, 0.8, 0.5])
    (paler,) = [line for line in plot.others if len(line.get_xdata())]
    assert paler.get_ydata() == pytest.approx([1.0, 0.8, 0.6, 0.4, 0.2])
    assert paler.get_color() != plot.line.get_color()
    assert paler.get_zorder() < plot.line.get_zorder()
