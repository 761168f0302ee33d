"""A page that gets lower when it gets narrower settles at every height of its scroll area."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.widgets.steady_scroll_area import SteadyScrollArea


class Square(QWidget):
    """It is as high as it is wide."""

    def resizeEvent(self, event: object) -> None:  # noqa: N802 (Qt's name)
        self.setFixedHeight(self.width())


def test_that_a_bar_that_comes_and_goes_does_not_change_the_width(qtbot):
    area, page, square = SteadyScrollArea(), QWidget(), Square()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(square)
    area.setWidget(page)
    qtbot.addWidget(area)
    area.resize(200, 300)
    area.show()
    width = page.width()
    for height in range(230, 150, -1):
        area.resize(200, height)
        qtbot.wait(0)
        assert page.width() == width
        assert area.verticalScrollBar().isEnabled() == (square.height() > area.viewport().height())
