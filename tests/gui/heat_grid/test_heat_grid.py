"""The painted grid of numbers: what is written, what is outlined, and how the mouse and the keys move in it."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPixmap
from PySide6.QtWidgets import QApplication

from core.snapshot.place import BIAS
from core.snapshot.snapshot import read_only
from gui.heat_grid.cell_text import Writing
from gui.heat_grid.grid import HeatGrid
from gui.heat_grid.picture import HeatPicture
from gui.heat_grid.unit_bars import ColorKey, UnitBars
from gui.look import heat_colours, number_text, theme
from gui.widgets.source_line import numpy_literal

KERNEL = read_only([[0.48, -0.56, 0.0], [0.25, 1.5, -0.77]])
BIAS_VALUES = read_only([0.5, -0.25, 0.125])


@pytest.fixture
def grid(qtbot):
    widget = HeatGrid()
    qtbot.addWidget(widget)
    widget.resize(260, 100)
    widget.set_values(KERNEL, BIAS_VALUES, limit=1.5)
    with qtbot.waitActive(widget):
        widget.show()
        widget.activateWindow()
    return widget


def middle(grid, cell) -> QPoint:
    return grid.cell_rect(cell).center()


def fill(grid, cell):
    """The colour near a corner of a cell, where no number stands."""
    corner = grid.cell_rect(cell).topLeft() + QPoint(3, 3)
    return grid.grab().toImage().pixelColor(corner).name()


def test_that_a_cell_has_the_colour_of_its_number(grid):
    for cell in ((0, 0), (0, 1), (1, 1), (BIAS, 1)):
        expected = heat_colours.table("light")[heat_colours.index(grid.value(cell), 1.5)]
        assert fill(grid, cell) == expected.name()


def test_that_numbers_carry_a_sign_and_a_true_minus(grid):
    assert grid.cell_text((0, 0)).startswith("+0.48")
    assert grid.cell_text((0, 1)).startswith("−0.56")
    assert grid.cell_text((0, 2)) == "0"


def test_that_a_narrow_grid_shows_fewer_decimals_and_then_none(grid):
    digits = []
    for width in (360, 180, 130, 80):
        grid.resize(width, grid.height())
        digits.append(len(grid.cell_text((0, 0)).partition(".")[2]))
    assert digits[0] == 4
    assert digits[1] == 2
    assert sorted(digits, reverse=True) == digits
    assert grid.cell_text((0, 0)) == ""


def test_that_a_small_number_never_looks_twice_as_large(qapp):
    writing = Writing(theme.current().font("small", bold=True), 2, 1000)
    texts = {0.0052: "+5e−3", -0.0094: "−9e−3", 0.0097: "+0.01", 0.0151: "+0.02", 0.5: "+0.50", 0.0: "0"}
    assert {value: writing.text(value) for value in texts} == texts
    assert Writing(writing.font, 2, 1).text(0.0052) == "+0.01", "where there is no room"


def test_that_a_small_number_never_looks_like_zero():
    assert number_text.short(4e-6, 4) == "+4e−6"
    assert number_text.short(-0.0123, 4) == "−0.0123"
    assert number_text.power(float("-inf")) == "−∞"


@pytest.mark.parametrize(("value", "text"), [(np.nan, "NaN"), (np.inf, "+∞"), (-np.inf, "−∞")])
def test_that_a_number_that_is_none_stands_on_the_error_colour(grid, value, text):
    grid.set_values(read_only([[value, 1.0, 1.0]]), limit=1.25)
    assert grid.cell_text((0, 0)) == text
    assert fill(grid, (0, 0)) == theme.current().color("error.bg").name()


def test_that_a_click_names_row_and_column(grid, qtbot):
    for cell in ((1, 2), (0, 0), (BIAS, 1)):
        with qtbot.waitSignal(grid.cell_clicked) as clicked:
            qtbot.mouseClick(grid, Qt.MouseButton.LeftButton, pos=middle(grid, cell))
        assert tuple(clicked.args) == cell


def test_that_a_click_between_kernel_and_bias_is_no_click(grid, qtbot):
    gap = QPoint(middle(grid, (1, 0)).x(), grid.cell_rect((BIAS, 0)).top() - 3)
    with qtbot.assertNotEmitted(grid.cell_clicked):
        qtbot.mouseClick(grid, Qt.MouseButton.LeftButton, pos=gap)


def test_that_rows_keep_the_numbers_they_have_in_the_whole_batch(grid, qtbot):
    grid.set_values(KERNEL, limit=1.5, first_row=40)
    grid.set_labels("s", 1)
    assert grid.shown_rows() == range(40, 42)
    assert grid.row_label(41) == "s42"
    assert grid.value((41, 1)) == 1.5
    with qtbot.waitSignal(grid.cell_clicked) as clicked:
        qtbot.mouseClick(grid, Qt.MouseButton.LeftButton, pos=middle(grid, (41, 1)))
    assert clicked.args == [41, 1]


def test_that_hovering_is_told_once_per_cell_and_leaving_too(grid, qtbot):
    heard = []
    grid.cell_hovered.connect(heard.append)
    qtbot.mouseMove(grid, middle(grid, (0, 1)))
    qtbot.mouseMove(grid, middle(grid, (0, 1)) + QPoint(2, 2))
    QApplication.sendEvent(grid, QEvent(QEvent.Type.Leave))
    assert heard == [(0, 1), None]


def test_that_the_arrows_move_a_cursor_through_kernel_and_bias(grid, qtbot):
    heard = []
    grid.cell_clicked.connect(lambda *cell: heard.append(cell))
    grid.setFocus(Qt.FocusReason.TabFocusReason)
    for key in (
        Qt.Key.Key_Right,
        Qt.Key.Key_Down,
        Qt.Key.Key_Return,
        Qt.Key.Key_Down,
        Qt.Key.Key_Space,
        Qt.Key.Key_Down,
    ):
        qtbot.keyClick(grid, key)
    qtbot.keyClick(grid, Qt.Key.Key_End)
    qtbot.keyClick(grid, Qt.Key.Key_Enter)
    assert heard == [(1, 1), (BIAS, 1), (BIAS, 2)]


def test_that_the_cursor_is_described_for_a_screen_reader(grid, qtbot):
    grid.set_spoken("hidden_2 kernel {row}, {column}, {value}", "hidden_2 bias {column}, {value}")
    grid.setFocus(Qt.FocusReason.TabFocusReason)
    assert grid.accessibleDescription() == "hidden_2 kernel 0, 0, plus 0.4800"
    qtbot.keyClick(grid, Qt.Key.Key_Right)
    assert grid.accessibleDescription() == "hidden_2 kernel 0, 1, minus 0.5600"
    grid.set_values(KERNEL * 2, BIAS_VALUES, limit=1.5)
    assert grid.accessibleDescription() == "hidden_2 kernel 0, 1, minus 1.1200"
    qtbot.keyClick(grid, Qt.Key.Key_PageDown)
    assert grid.accessibleDescription() == "hidden_2 bias 1, minus 0.2500"


@pytest.mark.parametrize(
    ("value", "words"), [(4e-6, "plus 4.00e−6"), (-4e-6, "minus 4.00e−6"), (0.0, "0"), (np.nan, "not a number")]
)
def test_that_a_small_number_is_not_read_as_zero(grid, value, words):
    grid.set_spoken("{value}", "{value}")
    grid.set_values(read_only([[value]]), limit=1.0)
    grid.setFocus(Qt.FocusReason.TabFocusReason)
    assert grid.accessibleDescription() == words


def test_that_a_cursor_in_a_grid_that_shrinks_moves_to_the_nearest_cell(grid, qtbot):
    grid.setFocus(Qt.FocusReason.TabFocusReason)
    for key in (Qt.Key.Key_End, Qt.Key.Key_PageDown):
        qtbot.keyClick(grid, key)
    for values, bias, first, cell in (
        (KERNEL[:, :2], BIAS_VALUES[:2], 0, (BIAS, 1)),
        (KERNEL[:, :2], None, 0, (1, 1)),
        (KERNEL[:1, :1], None, 0, (0, 0)),
        (KERNEL[:1], None, 40, (40, 0)),
    ):
        grid.set_values(values, bias, limit=1.5, first_row=first)
        with qtbot.waitSignal(grid.cell_clicked) as entered:
            qtbot.keyClick(grid, Qt.Key.Key_Return)
        assert tuple(entered.args) == cell
    qtbot.keyClick(grid, Qt.Key.Key_Right)
    assert grid.hovered == (40, 1)


def test_that_the_labels_have_room_for_other_row_numbers(grid):
    grid.set_labels("s", 1)
    grid.set_values(KERNEL, limit=1.5, first_row=0)
    before = grid.cell_rect((0, 0)).left()
    grid.set_values(KERNEL, limit=1.5, first_row=99_990)
    assert grid.cell_rect((99_990, 0)).left() > before
    grid.set_values(KERNEL, limit=1.5, first_row=0)
    assert grid.cell_rect((0, 0)).left() == before


def test_that_the_arrows_are_not_taken_by_shortcuts_of_the_window(grid):
    def asks(key):
        event = QKeyEvent(QEvent.Type.ShortcutOverride, key, Qt.KeyboardModifier.NoModifier)
        event.ignore()
        QApplication.sendEvent(grid, event)
        return event.isAccepted()

    assert asks(Qt.Key.Key_Right)
    assert asks(Qt.Key.Key_Space)
    assert not asks(Qt.Key.Key_R)


def test_that_focus_shows_where_the_cursor_is(grid):
    grid.clearFocus()
    before = grid.grab().toImage()
    grid.setFocus(Qt.FocusReason.TabFocusReason)
    after = grid.grab().toImage()
    assert before != after
    edge = grid.cell_rect((0, 0))
    colors = {after.pixelColor(x, edge.center().y()).name() for x in range(edge.left() - 5, edge.left() + 5)}
    assert theme.current().color("focus").name() in colors


@pytest.mark.parametrize("marks", [{"column": 1}, {"column": 1, "cell": (0, 1)}, {"row": 1}])
def test_that_a_mark_is_seen(grid, marks):
    before = grid.grab().toImage()
    grid.set_marks(**marks)
    assert grid.grab().toImage() != before


def test_that_a_selected_weight_is_outlined_instead_of_its_column(grid):
    grid.set_marks(column=1)
    select = theme.current().color("select").name()
    below = grid.cell_rect((1, 1)).bottomLeft() - QPoint(1, 5)
    assert grid.grab().toImage().pixelColor(below).name() == select
    grid.set_marks(column=1, cell=(0, 1))
    assert grid.grab().toImage().pixelColor(below).name() != select


def test_that_any_band_is_painted_also_above_and_below_the_cells(grid):
    picture, pixmap = grid._picture, QPixmap(grid.size())
    assert picture.geometry.lines
    with QPainter(pixmap) as painter:
        for top in range(-100, grid.height() + 100, 7):
            for height in (1, 30):
                picture.paint(painter, QRect(0, top, 50, height), None)


def test_that_only_the_exposed_rows_are_painted(grid, monkeypatch):
    grid.set_values(read_only(np.ones((256, 16))), read_only(np.ones(16)), limit=1.25)
    assert grid.minimumWidth() < 300
    painted = []
    paint = HeatPicture._paint_line

    def spy(self, painter, line, values, writing):
        painted.append(line)
        paint(self, painter, line, values, writing)

    monkeypatch.setattr(HeatPicture, "_paint_line", spy)
    grid.grab(grid.cell_rect((100, 0)).united(grid.cell_rect((103, 0))))
    assert {100, 101, 102, 103} <= set(painted) <= set(range(98, 106))


@pytest.mark.parametrize("width", [120, 200, 267, 300, 333])
def test_that_every_cell_is_found_where_it_is_painted(grid, width):
    grid.resize(width, grid.height())
    for cell in ((0, 0), (0, 2), (1, 1), (BIAS, 0), (BIAS, 2)):
        rect = grid.cell_rect(cell)
        for point in (rect.topLeft(), rect.center(), rect.bottomRight()):
            assert grid._picture.cell_at(point) == cell


def test_that_copied_values_give_the_same_numbers_again(grid):
    rng = np.random.default_rng(0)
    kernel = read_only(np.concatenate([rng.normal(0, 1, (20, 3)), [[np.nan, np.inf, -np.inf], [1e-42, -0.0, 3.4e38]]]))
    bias = read_only(rng.normal(0, 1e-3, 3))
    grid.set_values(kernel, bias, limit=1)
    grid.copy_values()
    again = eval(QApplication.clipboard().text(), {"np": np})
    assert [array.dtype for array in again] == [np.float32, np.float32]
    assert again[0].tobytes() == kernel.tobytes()
    assert again[1].tobytes() == bias.tobytes()


def test_that_the_menu_copies_one_value_with_every_digit(grid, qtbot):
    grid.set_values(read_only([[-0.65103734, 1, 1]]), limit=1)
    grid.setFocus(Qt.FocusReason.TabFocusReason)
    menu = grid.menu()
    next(action for action in menu.actions() if action.text() == "Copy value").trigger()
    assert QApplication.clipboard().text() == "-0.65103734"
    QApplication.clipboard().clear()
    qtbot.keyClick(grid, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == "-0.65103734"


def test_that_an_array_of_one_dimension_stays_one():
    assert numpy_literal(read_only([1.5, -2.0])) == "np.array([1.5, -2.0], dtype=np.float32)"


def test_that_the_key_says_where_the_colours_end(qtbot):
    key = ColorKey()
    qtbot.addWidget(key)
    key.set_limit(1.25)
    assert key.texts == ("−1.25", "0", "+1.25")
    key.set_limit(0.1894)
    assert key.texts == ("−0.189", "0", "+0.189")
    key.set_limit(4.2e-7)
    assert key.texts == ("−4.20e−7", "0", "+4.20e−7")
    assert key.accessibleName() == "Colour scale from −4.20e−7 to +4.20e−7"


def test_that_bars_point_to_the_side_of_their_sign(qtbot):
    bars = UnitBars()
    qtbot.addWidget(bars)
    bars.resize(300, 100)
    bars.set_bars(("hidden_1[0]", "hidden_1[1]", "bias"), (0.5, -1.0, float("nan")), 1.0, None)
    right, left, none = (bars.bar_rect(index) for index in range(3))
    assert right.left() == left.right()
    assert left.width() == 2 * right.width() > 0
    assert none.width() == 0
    assert [bars.value_text(index) for index in range(3)] == ["+0.500", "−1.000", "NaN"]
    assert "hidden_1[1] −1.000" in bars.accessibleDescription()
