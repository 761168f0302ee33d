"""What is made once for each theme, that painters ask for no more than that, and the colours of numbers."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QWidget
from shiboken6 import getAllValidWrappers

from core.design.network_spec import FOUR_LAYERS
from core.snapshot.place import Place
from core.snapshot.snapshot import read_only
from gui.canvas.canvas import NetworkCanvas
from gui.heat_grid.grid import HeatGrid
from gui.look import heat_colours, theme
from gui.look.style_sheet import SHEET
from gui.look.theme import RAMP_STEPS, Theme, per_theme
from tests.gui.helpers.snapshots import make_snapshot


@pytest.fixture
def themes(qapp):
    """Use a theme until the test is over."""
    before = theme.current()
    yield theme.use
    theme.use(before)


def test_that_every_look_that_a_widget_takes_is_in_the_sheet():
    folder = Path(theme.__file__).parents[1]
    taken = {look for file in folder.rglob("*.py")
             for look in re.findall(r'setProperty\("look", "(\w+)"\)', file.read_text(encoding="utf-8"))}  # fmt: skip
    assert "primary" in taken
    assert not {look for look in taken if f'look="{look}"' not in SHEET}


def test_that_what_a_painter_needs_is_made_once_for_each_theme(themes):
    made = []

    def kit(now: Theme) -> str:
        made.append(now)
        return f"{now.name} {now.scale}"

    in_use = per_theme(kit)
    themes(Theme("light", 1.0))
    assert [in_use(), in_use()] == ["light 1.0"] * 2
    themes(Theme("dark", 1.25))
    assert [in_use(), in_use()] == ["dark 1.25"] * 2
    assert len(made) == 2


def test_that_a_ramp_goes_from_the_ground_to_the_colour(qapp):
    now = Theme("dark")
    ramp = now.ramp("data.pos", "bg.panel")
    assert len(ramp) == RAMP_STEPS + 1
    assert ramp[0].name() == now.color("bg.panel").name()
    assert ramp[-1].name() == now.color("data.pos").name()
    middle, ends = ramp[RAMP_STEPS // 2].red(), (ramp[0].red(), ramp[-1].red())
    assert middle == pytest.approx(sum(ends) / 2, abs=0.51)


def test_that_dashes_of_a_pen_are_px_whatever_its_width(qapp):
    pen = Theme("light").pen("select", 2.0, (6, 4))
    assert [length * pen.widthF() for length in pen.dashPattern()] == [6, 4]
    assert pen.color() == Theme("light").color("select")
    assert Theme("light").pen("select").style() == Qt.PenStyle.SolidLine


@pytest.mark.parametrize("limit", [0.25, 1.25, 3.0])
def test_that_colours_found_at_once_are_those_found_one_by_one(limit):
    values = np.concatenate([np.linspace(-4, 4, 2049), [-np.inf, np.inf, 0.0, -0.0]])
    one_by_one = [heat_colours.index(value, limit) for value in values.tolist()]
    assert heat_colours.indices(values, limit).tolist() == one_by_one


@pytest.mark.parametrize("name", theme.NAMES)
def test_that_the_ink_on_a_colour_is_the_one_that_is_read_better(name):
    black = heat_colours.has_black_ink(name)
    for color, ink, is_black in zip(heat_colours.table(name), heat_colours.ink_table(name), black, strict=True):
        assert is_black == (ink.name() == "#000000") == (heat_colours.luminance(color) > 0.179)


@pytest.fixture
def asked(monkeypatch):
    """What is asked of themes from now on, by name."""
    asked: list[str] = []

    def noted(name, real):
        def ask(self, *args, **options):
            asked.append(name)
            return real(self, *args, **options)

        return ask

    for name in ("color", "font", "pen", "ramp", "px"):
        monkeypatch.setattr(Theme, name, noted(name, getattr(Theme, name)))
    return asked


def test_that_a_step_paints_the_network_without_asking_the_theme(qtbot, asked):
    canvas = NetworkCanvas(FOUR_LAYERS)
    qtbot.addWidget(canvas)
    canvas.resize(780, 490)
    with qtbot.waitExposed(canvas):
        canvas.show()
    canvas.set_snapshot(make_snapshot())
    canvas.set_place(Place("hidden_2", 3))
    canvas.grab()
    assert asked
    asked.clear()
    canvas.set_snapshot(make_snapshot(step=1))
    canvas.grab()
    assert asked == []


def test_that_a_grid_asks_the_theme_no_more_for_many_cells_than_for_few(qtbot, asked):
    counts = []
    for rows, columns in ((2, 2), (40, 12)):
        grid = HeatGrid()
        qtbot.addWidget(grid)
        grid.resize(900, 100)
        grid.set_values(read_only(np.ones((rows, columns))), read_only(np.ones(columns)), limit=1.0)
        grid.grab()  # what is made once is made now
        asked.clear()
        grid.grab()
        counts.append(len(asked))
    assert counts[1] <= counts[0]


class Spy(QWidget):
    """Note which objects of Qt Python knows while the widgets are restyled."""

    def restyle(self) -> None:
        self.known = getAllValidWrappers()


def test_that_a_change_of_theme_takes_no_hold_of_widgets_that_qt_made_for_itself(qtbot, themes):
    """Qt deletes them without telling PySide, which then takes what is made at their addresses for them."""
    box, spy = QComboBox(), Spy()
    qtbot.addWidget(box)
    qtbot.addWidget(spy)
    box.addItems(["a", "b"])
    box.show()
    box.showPopup()  # made by Qt: a window, a list and its parts
    before = {id(one) for one in getAllValidWrappers()}
    themes(theme.Theme("dark", 1.3))
    assert spy in spy.known
    assert not [one for one in spy.known if id(one) not in before and isinstance(one, QWidget)]
    box.hidePopup()
