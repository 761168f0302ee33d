"""The real window at its smallest sizes: what gives way, and how it comes back."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt

SMALL, USUAL = (1024, 640), (1280, 720)


def show_at(window, size: tuple[int, int]) -> None:
    window.resize(*size)
    window.settle()


def body_height(window) -> int:
    return window.pages.height()


def tab_point(window, index: int) -> QPoint:
    return window.pages.tabs.tabRect(index).center()


def rows_in_sight(table) -> int:
    """How many rows can be read as a whole."""
    shown = table.viewport().rect()
    rows = range(table.model().rowCount())
    return sum(shown.contains(table.visualRect(table.model().index(row, 0)).adjusted(0, 1, 0, -2)) for row in rows)


def test_that_what_gives_way_comes_back_and_what_the_learner_moved_stays(subtests, qtbot, window):
    with subtests.test("tables show four rows, and the chart gets its height back"):
        from PySide6.QtWidgets import QTableView

        show_at(window, USUAL)
        window.show_page(window.loss_chart)
        window.settle()
        chart = body_height(window)
        for page in (window.layers, window.data):
            window.show_page(page)
            window.settle()
            table = next(view for view in page.findChildren(QTableView) if view.isVisible())
            assert rows_in_sight(table) >= min(4, table.model().rowCount())
        window.show_page(window.loss_chart)
        window.settle()
        assert abs(body_height(window) - chart) <= 2
    with subtests.test("a small window shows the lesson and tabs, and gives all back"):
        show_at(window, USUAL)
        assert not window.lesson_dock.isHidden()
        assert not window.inspector_dock.isHidden()
        usual = body_height(window)
        assert usual > 80
        show_at(window, SMALL)
        assert not window.lesson_dock.isHidden()
        assert window.inspector_dock.isHidden()
        assert body_height(window) < 5
        assert window.pages.tabs.isVisible()
        window.actions_["show_inspector"].trigger()
        window.settle()
        assert not window.inspector_dock.isHidden(), "what the learner asks for is shown"
        assert window.lesson_dock.isHidden(), "and something else gives way"
        show_at(window, USUAL)
        assert not window.lesson_dock.isHidden()
        assert not window.inspector_dock.isHidden()
        assert abs(body_height(window) - usual) <= 2
    with subtests.test("a separator that the learner moved stays where it is"):
        show_at(window, USUAL)
        window.show_page(window.loss_chart)
        window.settle()
        window.resizeDocks([window.bottom_dock], [260], Qt.Orientation.Vertical)
        window.settle()
        moved = window.bottom_dock.height()
        window.show_page(window.data)
        window.settle()
        assert window.bottom_dock.height() == moved


def test_that_a_click_on_a_tab_opens_the_page_and_a_double_click_enlarges_it(qtbot, window):
    show_at(window, SMALL)
    qtbot.mouseClick(window.pages.tabs, Qt.MouseButton.LeftButton, pos=tab_point(window, 1))
    window.settle()
    opened = body_height(window)
    assert opened > 60
    assert window.front_page is window.code
    qtbot.mouseDClick(window.pages.tabs, Qt.MouseButton.LeftButton, pos=tab_point(window, 1))
    window.settle()
    assert body_height(window) > opened + 60
    qtbot.mouseDClick(window.pages.tabs, Qt.MouseButton.LeftButton, pos=tab_point(window, 1))
    window.settle()
    assert body_height(window) < 5
    window.show_page(window.data)
    window.settle()
    assert body_height(window) > 60, "a page that somebody shows is seen"
