"""The loss chart: what it draws, and when."""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise
from time import perf_counter

import numpy as np
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLabel, QPushButton

from core.commands import UseData
from core.data.built_in import Plane
from core.history.branch import Entry
from core.history.difference import Difference
from core.history.events import Rewritten, Visited
from core.history.loss_curves import LossCurves
from core.history.marks import Mark
from core.history.place_in_time import BranchInfo, PlaceInTime
from core.snapshot.records import Recording
from gui.history.loss_chart import REDRAW_MS
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
    qtbot.waitUntil(lambda: chart.plot is None)


def test_that_playing_redraws_only_now_and_then(chart, qtbot, monkeypatch):
    chart.set_curves(make_curves([1.0, 0.5], head=0.25))
    drawn(chart, qtbot)
    times = []
    monkeypatch.setattr(chart, "_draw", lambda *points: times.append(perf_counter()))
    while len(times) < 4:
        chart.curve_changed()
        qtbot.wait(5)
    gaps = [1000 * (later - earlier) for earlier, later in pairwise(times)]
    assert min(gaps) > REDRAW_MS - 5  # Qt's clock counts milliseconds


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
    hatched, frame = [part for part in plot.marks.artists if hasattr(part, "get_hatch")][:2]
    assert (hatched.get_x(), hatched.get_width(), bool(hatched.get_hatch())) == (30, 30, True)
    assert (frame.get_bbox().bounds, frame.get_fill()) == (hatched.get_bbox().bounds, False)


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


def add_steps(curves: LossCurves, first: int, losses) -> None:
    last = first + len(losses)
    more = Recording(first, np.asarray(losses, np.float32))
    curves.fold([more], PlaceInTime(step=last, last_step=last), float(losses[-1]))


def test_that_the_axes_stand_still_while_a_step_is_added(chart, qtbot):
    curves = make_curves(np.geomspace(1, 0.1, 130), head=0.1)
    chart.set_curves(curves)
    axes = drawn(chart, qtbot).axes
    before = axes.get_xlim(), axes.get_ylim(), axes.get_position().bounds
    add_steps(curves, 130, np.full(10, 0.09))
    chart.set_curves(curves)
    drawn(chart, qtbot)
    assert (axes.get_xlim(), axes.get_ylim(), axes.get_position().bounds) == before


def test_that_the_axes_end_just_after_the_last_step_and_around_the_losses(chart, qtbot):
    curves = make_curves(np.geomspace(0.41, 1e-12, 1184), head=1e-12)
    chart.set_curves(curves)
    axes = drawn(chart, qtbot).axes
    assert axes.get_xlim() == (0, 1250)
    assert axes.get_ylim() == pytest.approx((7e-13, 0.5))
    branches = (BranchInfo(0, None, 0, 0, 1184), BranchInfo(1, 0, 1, 0, 3))
    where = PlaceInTime(branch=1, step=3, last_step=3, branches=branches)
    curves.fold([Rewritten(1, None, 0, ()), Recording(0, np.float32([0.4, 0.39, 0.38]))], where, 0.37)
    chart.set_curves(curves)  # Reset
    drawn(chart, qtbot)
    assert (axes.get_xlim(), axes.get_ylim()) == ((0, 10), pytest.approx((0.3, 0.5)))


def test_that_losses_of_new_data_have_a_scale_of_their_own(chart, qtbot):
    curves = make_curves(np.geomspace(0.4, 1e-9, 50), head=0.3)
    curves.current.marks.add(Entry(UseData(Plane()), 50))
    chart.set_curves(curves)
    axes = drawn(chart, qtbot).axes
    assert axes.get_ylim() == pytest.approx((0.2, 0.5))
    add_steps(curves, 50, np.full(20, 0.25))
    chart.set_curves(curves)
    drawn(chart, qtbot)
    assert axes.get_ylim() == pytest.approx((0.2, 0.3))


def pixel_boxes(plot):
    """Where texts stand that belong to marks or to other curves."""
    return [text.get_window_extent() for text in plot.axes.texts if text.get_text() and text.get_animated()]


@pytest.mark.parametrize("scale", ["log", "linear"])
def test_that_no_text_covers_a_curve(chart, qtbot, scale):
    chart.set_scale(scale)
    rng = np.random.default_rng(3)
    losses = np.geomspace(1, 0.1, 400) * rng.uniform(0.7, 1.4, 400)
    marks = [Mark(step, "rate", f"{step / 1000:g}") for step in (1, 90, 180, 395)] + [Mark(200, "freeze", "hidden_2")]
    curves = make_curves(losses, marks, head=losses[-1])
    infos = [BranchInfo(0, None, 0, 0, 400)]
    for number, (fork, level) in enumerate(((40, 0.3), (100, 0.9), (350, 0.2)), 1):
        infos.append(BranchInfo(number, 0, 0, fork, fork + 40, Difference((Mark(fork, "rate", "0.5"),))))
        where = PlaceInTime(branch=number, branches=tuple(infos))
        curves.fold([Rewritten(number, 0, fork, ()), Recording(fork, np.full(40, level, np.float32))], where, level)
        curves.fold([Visited(0)], PlaceInTime(step=400, last_step=400, branches=tuple(infos)), losses[-1])
    curves.current.marks.shown[:] = marks
    chart.set_curves(curves)
    plot = drawn(chart, qtbot)
    boxes = pixel_boxes(plot)
    assert len(boxes) >= 5
    points = plot.axes.transData.transform(np.column_stack([plot.line.get_xdata(), plot.line.get_ydata()]))
    between = np.concatenate([np.linspace(a, b, 20) for a, b in pairwise(points)])
    for box in boxes:
        inside = (between > (box.x0, box.y0)).all(axis=1) & (between < (box.x1, box.y1)).all(axis=1)
        assert not inside.any()
        assert not any(box.overlaps(other) for other in boxes if other is not box)


@pytest.mark.sampled(5)
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
    draw = plot.y_ticks.draw
    monkeypatch.setattr(plot.y_ticks, "draw", lambda renderer: (ticks.append(1), draw(renderer)))
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
    (paler,) = [line for line in plot.others.lines if len(line.get_xdata())]
    assert paler.get_ydata() == pytest.approx([1.0, 0.8, 0.6, 0.4, 0.2])
    assert paler.get_color() != plot.line.get_color()
    assert paler.get_zorder() < plot.line.get_zorder()
