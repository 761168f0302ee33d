"""The Health page, driven as a user would, with snapshots computed by numpy."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QPushButton

from core.history.place_in_time import BranchInfo, PlaceInTime
from core.snapshot.place import Place
from core.snapshot.preview import Preview
from core.snapshot.snapshot import Snapshot
from gui.health.health_panel import HealthPanel
from gui.health.layer_table import DEAD, GRADIENT, LAYER, RATIO, WEIGHTS, HealthTable
from gui.look import i18n, theme
from gui.plots.health_plot import NormPlot
from gui.plots.spread_plot import SpreadPlot
from gui.tables import cells
from tests.gui.helpers.inspectors import changed
from tests.gui.helpers.snapshots import make_snapshot

NAMES = ["hidden_1", "hidden_2", "hidden_3", "output"]
SEED = 49
"""Of a snapshot in which no unit is dead."""


@pytest.fixture
def panel(qtbot):
    panel = HealthPanel()
    qtbot.addWidget(panel)
    qtbot.addWidget(panel.toggle)
    panel.toggle.setParent(None)  # in the window it stands in the row of tabs
    panel.toggle.show()
    panel.resize(1100, 180)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def well(step: int = 0, **changes: object) -> Snapshot:
    snapshot = make_snapshot(seed=SEED, step=step, **changes)
    assert not any(layer.dead_units for layer in snapshot.layers)
    return snapshot


def preview(snapshot: Snapshot, factor: float = 1.001) -> Preview:
    """A step that makes every weight so many times as large."""
    pairs = [pair for layer in snapshot.layers for pair in zip(layer.variables, (layer.kernel, layer.bias))]
    return Preview(snapshot.step, {path: array * np.float32(factor) for path, array in pairs}, {}, 0, None)


def show(panel, snapshot: Snapshot, **words: float) -> None:
    panel.set_snapshot(snapshot)
    panel.set_preview(preview(snapshot, **words))
    panel._refreshes.ask_now()


def play(panel, steps: range) -> None:
    """Snapshots as they come, each recorded."""
    for step in steps:
        panel._recorded_at = 0.0
        panel.set_snapshot(well(step))
    panel._refreshes.ask_now()


def said(panel) -> dict[str, str]:
    return {row.finding.kind: row.text for row in panel._findings.rows}


def texts_of(panel, column: int) -> list[str]:
    table = panel.findChild(HealthTable)
    return [cells.text(table, row, column) for row in range(table.rowCount())]


def button(panel, name: str) -> QPushButton:
    return panel.findChild(QPushButton, name) or panel.toggle.findChild(QPushButton, name)


def choose(panel, qtbot, name: str):
    """Click a button of the strips; the plot that is shown then, drawn in full."""
    qtbot.mouseClick(button(panel, name), Qt.MouseButton.LeftButton)
    panel._chart._canvas.draw()
    return panel._chart.plot


def test_that_matplotlib_and_numpy_are_not_imported_before_there_is_a_snapshot():
    code = (
        "import sys; from PySide6.QtWidgets import QApplication; app = QApplication([]);"
        "from gui.health.health_panel import HealthPanel; panel = HealthPanel();"
        "panel.show(); app.processEvents(); print(sorted({'matplotlib', 'numpy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "[]"


def test_that_a_sentence_stands_there_until_there_is_something_to_show(panel):
    assert panel.findChild(QLabel, "health_waiting").isVisible()
    show(panel, well())
    assert not panel.findChild(QLabel, "health_waiting").isVisible()
    assert panel.findChild(QLabel, "health_empty").isVisible()
    assert "Press Step or Play" in panel.findChild(QLabel, "health_empty").text()
    play(panel, range(1, 3))
    assert not panel.findChild(QLabel, "health_empty").isVisible()


def test_that_the_table_holds_the_norms_of_the_snapshot(panel):
    snapshot = well()
    show(panel, snapshot)
    layer = snapshot.layers[1]
    gradient = np.linalg.norm([*layer.kernel_gradient.ravel(), *layer.bias_gradient])
    assert texts_of(panel, LAYER) == NAMES
    assert texts_of(panel, GRADIENT)[1] == f"{gradient:.2e}".replace("-", "−")
    assert texts_of(panel, WEIGHTS)[1] == f"{np.linalg.norm([*layer.kernel.ravel(), *layer.bias]):.2e}"
    assert texts_of(panel, RATIO) == ["1.00e−03"] * 4
    assert texts_of(panel, DEAD) == ["0 of 5"] * 3 + ["–"]


def test_that_a_healthy_network_is_said_to_be_so(panel):
    show(panel, well())
    assert list(said(panel)) == ["healthy"]
    assert "no unit is dead" in said(panel)["healthy"]
    assert "between 0.001 % and 10 %" in said(panel)["healthy"]
    assert "rule of thumb is 0.1 %" in said(panel)["healthy"]
    assert panel._findings.rows[0].accessibleName().startswith("Good: Healthy.")


@pytest.mark.parametrize("language", ["en", "ko"])
def test_that_the_limits_named_are_those_that_hold(panel, language):
    """The limits of the update ratio in the table's tip, and in the sentences about it, in each language."""
    from core.health.health import HEALTHY_RATIO, LARGE_RATIO, SMALL_RATIO

    i18n.use(language)
    panel.retranslate()
    show(panel, well(), factor=1.5)
    large = said(panel)["large_update"]
    tip = panel.findChild(HealthTable).horizontalHeaderItem(RATIO).toolTip()
    assert [float(number) for number in re.findall(r"\d+\.\d+", tip)] == [HEALTHY_RATIO, SMALL_RATIO, LARGE_RATIO]
    assert [float(number) / 100 for number in re.findall(r"([\d.]+) ?%", large)][-2:] == [HEALTHY_RATIO, LARGE_RATIO]


def test_that_dead_units_are_counted_and_named(panel):
    snapshot = well()
    activation = snapshot.layers[1].activation.copy()
    activation[:, [0, 3]] = 0
    show(panel, changed(snapshot, "hidden_2", activation=activation))
    assert list(said(panel)) == ["dead"]
    assert "2 of 15 ReLU units dead for these samples: hidden_2[0, 3]" in said(panel)["dead"]
    assert texts_of(panel, DEAD)[1] == "2 of 5"
    assert panel._findings.rows[0].accessibleName().startswith("Warning")


def test_that_a_dead_layer_is_an_error_with_another_look_than_a_warning(panel):
    snapshot = well()
    activation = snapshot.layers[0].activation.copy()
    activation[:, 1] = 0
    snapshot = changed(snapshot, "hidden_1", activation=activation)
    show(panel, changed(snapshot, "hidden_2", activation=np.zeros((3, 5), np.float32)))
    assert list(said(panel)) == ["dead_layer", "dead"]
    assert "hidden_2: all 5 units are dead" in said(panel)["dead_layer"]
    pictures = [row.findChildren(QLabel)[0].pixmap().toImage() for row in panel._findings.rows]
    shapes = [[picture.pixelColor(x, 8).alpha() > 99 for x in range(16)] for picture in pictures]
    assert shapes[0] != shapes[1], "told apart by colour alone"


def test_that_an_explosion_is_measured_against_the_average_so_far(panel):
    play(panel, range(6))
    show(panel, well(6))
    assert list(said(panel)) == ["healthy"]
    snapshot = well(7)
    show(panel, changed(snapshot, "hidden_2", kernel_gradient=snapshot.layers[1].kernel_gradient * 1000))
    assert list(said(panel)) == ["exploding"]
    assert "hidden_2: gradient" in said(panel)["exploding"]


def test_that_a_huge_step_and_one_into_the_void_are_warned_of(panel):
    show(panel, well(), factor=1.5)
    assert "the next step changes 50 %" in said(panel)["large_update"]
    show(panel, well(), factor=np.nan)
    assert "∞ %" in said(panel)["large_update"]
    assert texts_of(panel, RATIO) == ["∞"] * 4


def test_that_numbers_that_are_not_finite_are_shown_without_a_warning(panel, qtbot, recwarn):
    play(panel, range(3))
    snapshot = well(3, loss=float("nan"))
    broken = [
        replace(
            layer,
            **{name: np.full_like(getattr(layer, name), value) for name in ("kernel", "kernel_gradient", "activation")},
        )
        for layer, value in zip(snapshot.layers, (np.nan, np.inf, -np.inf, np.nan))
    ]
    show(panel, replace(snapshot, layers=tuple(broken)))
    assert list(said(panel)) == ["not_finite"]
    assert texts_of(panel, GRADIENT) == ["NaN", "∞", "∞", "NaN"]
    for name in (
        "health_mode_updates",
        "health_mode_distributions",
        "health_kind_activations",
        "health_kind_gradients",
    ):
        choose(panel, qtbot, name)
    assert not [str(warning.message) for warning in recwarn.list]


def test_that_a_click_and_enter_on_a_row_select_its_layer(panel, qtbot):
    show(panel, well())
    table = panel.findChild(HealthTable)
    at = table.visualRect(table.model().index(2, GRADIENT)).center()
    with qtbot.waitSignal(panel.layer_clicked) as clicked:
        qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert clicked.args == [Place("hidden_3")]
    table.setCurrentCell(3, 0)
    with qtbot.waitSignal(panel.layer_clicked) as clicked:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert clicked.args == [Place("output")]
    assert table.rowHeight(0) >= 24


def test_that_the_selected_layer_is_tinted_and_drawn_thicker(panel):
    play(panel, range(4))
    panel.set_place(Place("hidden_2", 3))
    panel._refreshes.ask_now()
    widths = [line.get_linewidth() for line in panel._chart.plot.lines]
    assert widths[1] > widths[0] == widths[2] == widths[3]
    table = panel.findChild(HealthTable)
    rect = table.visualRect(table.model().index(1, LAYER))
    assert table.viewport().grab().toImage().pixelColor(rect.x() + 1, rect.y() + 5) == theme.current().color("accent")


def test_that_every_layer_has_a_line_with_its_norms_its_own_dashes_and_its_name_beside_it(panel):
    play(panel, range(5))
    plot = panel._chart.plot
    assert isinstance(plot, NormPlot)
    for index, line in enumerate(plot.lines):
        assert line.get_xdata().tolist() == list(range(5))
        layer = well().layers[index]
        norm = np.linalg.norm([*layer.kernel_gradient.ravel(), *layer.bias_gradient])
        assert line.get_ydata() == pytest.approx([norm] * 5, rel=1e-5)
    assert len({str(line._dash_pattern) for line in plot.lines}) == 4
    bottoms = sorted(label.bottom for label in plot.labels)
    assert all(b - a >= plot.style.font_px for a, b in pairwise(bottoms)), "names cover each other"
    assert all(label.picture[..., 3].max() > 200 for label in plot.labels)


def test_that_a_cursor_stands_at_the_step_that_is_shown_and_looks_different_in_the_past(panel):
    play(panel, range(9))
    cursor = panel._chart.plot.cursor
    assert (cursor.get_xdata()[0], cursor.get_linestyle()) == (8, "-")
    show(panel, well(3))
    assert (cursor.get_xdata()[0], cursor.get_linestyle()) == (3, "--")
    assert cursor.get_color() == theme.current().color("past.fg").name()
    assert panel._chart.plot.lines[0].get_xdata().tolist() == list(range(9)), "looking at the past disturbed the log"


def test_that_update_ratios_are_drawn_where_they_were_asked_for(panel, qtbot):
    for step in range(4):
        show(panel, well(step), factor=1 + 0.01 * (step + 1))
    panel.set_snapshot(well(4))
    plot = choose(panel, qtbot, "health_mode_updates")
    assert plot.lines[2].get_xdata().tolist() == [0, 1, 2, 3]
    assert plot.lines[2].get_ydata() == pytest.approx([0.01, 0.02, 0.03, 0.04], rel=1e-3)


def test_that_distributions_are_images_of_what_was_chosen(panel, qtbot):
    play(panel, range(5))
    plot = choose(panel, qtbot, "health_mode_distributions")
    assert isinstance(plot, SpreadPlot)
    assert button(panel, "health_kind_weights").isVisible()
    before = plot.images[0].picture.copy()
    seen = before[..., 3] > 0
    columns = np.flatnonzero(seen.any(axis=0))
    assert columns[0] == 0
    assert columns[-1] == pytest.approx(seen.shape[1] / 2, abs=2), "five of the ten steps on the axis were taken"
    low, high = plot.all_axes[0].get_ylim()
    weights = [*well().layers[0].kernel.ravel(), *well().layers[0].bias]
    assert low <= min(weights) <= max(weights) <= high
    choose(panel, qtbot, "health_kind_activations")
    assert plot.all_axes[0].get_ylim()[0] == 0
    assert plot.images[0].picture.shape != before.shape or (plot.images[0].picture != before).any()
    choose(panel, qtbot, "health_mode_gradients")
    assert not button(panel, "health_kind_weights").isVisible()


def test_that_the_next_step_is_asked_for_once_for_each_moment_and_only_while_seen(panel, qtbot):
    asked = []
    panel.preview_wanted.connect(lambda: asked.append(panel._snapshot.step))
    batch = {"batch": well().batch}
    for _ in range(3):
        panel.set_snapshot(well(0, **batch))  # e.g. the snapshot that comes with the answer
        panel._questions.ask_now()
    assert asked == [0]
    panel.hide()
    panel.set_snapshot(well(1, **batch))
    qtbot.wait(400)
    assert asked == [0]
    panel.show()
    qtbot.waitUntil(lambda: asked == [0, 1])


def test_that_a_hidden_page_records_and_draws_nothing(panel, monkeypatch):
    play(panel, range(3))
    panel.hide()
    drawn = []
    monkeypatch.setattr(panel._chart, "show_log", lambda *_: drawn.append(1))
    play(panel, range(3, 8))
    assert not drawn
    assert panel._log.steps.tolist() == list(range(8))


def test_that_recording_keeps_a_pace_but_never_loses_the_last_step(panel, qtbot):
    for step in range(50):
        panel.set_snapshot(well(step))
    assert len(panel._log.steps) < 50
    qtbot.waitUntil(lambda: panel._log.steps[-1] == 49)


def test_that_each_branch_keeps_its_own_steps(panel):
    play(panel, range(9))
    branches = (BranchInfo(0, None, 1, 0, 8), BranchInfo(1, 0, 1, 4, 5))
    panel.set_where(PlaceInTime(branch=1, branches=branches))
    play(panel, range(5, 6))
    assert panel._chart.plot.lines[0].get_xdata().tolist() == [0, 1, 2, 3, 4, 5]
    panel.set_where(PlaceInTime(branch=0, branches=branches))
    show(panel, well(8))
    assert panel._chart.plot.lines[0].get_xdata().tolist() == list(range(9))


def test_that_a_frozen_layer_is_seen_by_its_snowflake_and_gets_no_update(panel):
    snapshot = well(frozen=("hidden_2",))
    show(panel, snapshot)
    table = panel.findChild(HealthTable)
    rects = [table.visualRect(table.model().index(row, RATIO)) for row in (0, 1)]
    picture = table.viewport().grab().toImage()
    colors = [{picture.pixelColor(rect.x() + x, rect.center().y()).name() for x in range(4, 14)} for rect in rects]
    assert len(colors[0]) == 1
    assert len(colors[1]) > 1
    assert picture.pixelColor(rects[1].topLeft() + QPoint(2, 2)) == theme.current().color("frozen.bg")


@pytest.mark.parametrize(("width", "height"), [(700, 110), (954, 113), (1072, 179), (2000, 600)])
@pytest.mark.parametrize("mode", ["gradients", "updates", "distributions"])
def test_that_it_fits_into_any_panel(panel, qtbot, width, height, mode):
    for step in range(3):
        show(panel, well(step))
    panel.resize(width, height)
    choose(panel, qtbot, f"health_mode_{mode}")
    qtbot.wait(20)
    assert (panel.width(), panel.height()) == (width, height)
    table = panel.findChild(HealthTable)
    assert table.width() >= sum(table.columnWidth(column) for column in range(4)) + 40, "a column is cut off"
    if width >= 900:
        assert panel._outer.horizontalScrollBar().maximum() == 0, "something lies out of sight"
    position = panel._chart.plot.axes.get_position()
    assert position.width > 0.1
    assert position.height > 0.3


def test_that_theme_and_language_may_change_while_it_is_shown(panel, qtbot):
    play(panel, range(3))
    show(panel, well(3))
    theme.use(theme.Theme("dark"))
    i18n.use("ko")
    qtbot.waitUntil(lambda: panel._chart.plot.style.ground == theme.current().color("bg.panel").name())
    assert said(panel)["healthy"].startswith("정상")
    assert button(panel, "health_mode_distributions").text() == "분포"
    assert texts_of(panel, DEAD)[0] == "5개 중 0개"


def test_that_a_network_of_one_layer_and_a_wide_one_are_shown(panel, qtbot):
    snapshot = well()
    for layers in (snapshot.layers[3:], snapshot.layers[:3] * 3):
        named = tuple(replace(layer, name=f"layer_{number}") for number, layer in enumerate(layers))
        for step in range(3):
            panel._recorded_at = 0.0
            panel.set_snapshot(replace(snapshot, step=step, layers=named))
        for mode in ("gradients", "distributions"):
            plot = choose(panel, qtbot, f"health_mode_{mode}")
            assert plot.names == tuple(layer.name for layer in named)
        assert panel.findChild(HealthTable).rowCount() == len(named)


def test_that_where_there_is_little_room_the_rows_have_it_and_a_finding_is_its_title(panel):
    panel.resize(700, 180)
    show(panel, well())
    (row,) = panel._findings.rows
    assert "\n" not in row.text
    assert row.toolTip()
    assert row.toolTip() in row.accessibleName()
    panel.resize(700, 400)
    assert row.text.endswith(row.accessibleName().rpartition(". ")[2])
    assert not row.toolTip()
