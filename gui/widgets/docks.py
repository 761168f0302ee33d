"""Side panels: docks with a title row of our own, which matches the look and holds tabs if there are any."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QDockWidget,
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QTabBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gui.look import icons, theme
from gui.widgets.panel import Panel

WidgetT = TypeVar("WidgetT", bound=QWidget)


class Dock(QDockWidget):
    """A closable, movable panel.

    Args:
        name: its objectName, under which its place is remembered.
        icon: name of the icon before the title.
        head: a widget for the title row instead of icon and title, or None.
    """

    def __init__(self, name: str, icon: str = "", head: QWidget | None = None) -> None:
        super().__init__(objectName=name)
        self.title_row = TitleRow(self, icon, head)
        frame = DockFrame()
        self._inside = QVBoxLayout(frame)
        self._inside.setContentsMargins(2, 0, 2, 2)
        self.setTitleBarWidget(self.title_row)
        self.setWidget(frame)
        self.setAllowedAreas(Qt.DockWidgetArea.AllDockWidgetAreas)

    def fill(self, body: WidgetT) -> WidgetT:
        """Put in what it holds, and return that."""
        self._inside.addWidget(body)
        body.setAccessibleName(self.windowTitle())
        return body

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        with QPainter(self) as painter:  # what is to be seen at its round corners
            painter.fillRect(self.rect(), theme.current().color("bg.window"))

    def set_title(self, title: str) -> None:
        """Set the title, also for menus and screen readers."""
        self.setWindowTitle(title)
        self.title_row.set_title(title)
        self.setAccessibleName(title)
        for index in range(self._inside.count()):
            self._inside.itemAt(index).widget().setAccessibleName(title)


class DockFrame(QWidget):
    """The ground below the title row. It paints itself, because what lies in it has a style sheet and it has none."""

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        now = theme.current()
        radius = now.px(8)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(now.pen("line.soft"))
            painter.setBrush(now.color("bg.panel"))
            below_title = QRectF(self.rect()).adjusted(0.5, -2 * radius, -0.5, -0.5)
            painter.drawRoundedRect(below_title, radius, radius)


class TitleRow(Panel):
    """Icon and title, or a widget in their place, then buttons to float and to close. Dragging it moves the dock."""

    def __init__(self, dock: QDockWidget, icon: str, head: QWidget | None) -> None:
        super().__init__()
        self.setProperty("look", "head")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._dock, self._icon_name = dock, icon
        self._icon, self._title = QLabel(), QLabel()
        self._float, self._close = QToolButton(), QToolButton()
        self._float.clicked.connect(self._swap_floating)
        self._close.clicked.connect(dock.close)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 2, 6, 0)
        row.setSpacing(6)
        if head is not None:
            row.addWidget(head, 1)
        else:
            row.addWidget(self._icon)
            row.addWidget(self._title, 1)
        for button in (self._float, self._close):
            button.setProperty("look", "flat")
            row.addWidget(button)
        self.retranslate()
        self.restyle()

    def set_title(self, title: str) -> None:
        """Set the title."""
        self._title.setText(title)

    def retranslate(self) -> None:
        for button, text in ((self._float, self.tr("Float or dock")), (self._close, self.tr("Close this panel"))):
            button.setToolTip(text)
            button.setAccessibleName(text)

    def restyle(self) -> None:
        now = theme.current()
        ink = now.color("text.secondary")
        self._title.setFont(now.font("strong", bold=True))
        if self._icon_name:
            self._icon.setPixmap(icons.pixmap(self._icon_name, ink, now.px(16), self.devicePixelRatioF()))
        self._float.setIcon(icons.icon("arrow-square-out-bold", ink, size=now.px(15)))
        self._close.setIcon(icons.icon("x-bold", ink, size=now.px(14)))

    def _swap_floating(self) -> None:
        self._dock.setFloating(not self._dock.isFloating())
        if self._dock.isFloating():  # a little aside, so that one sees that it left its place
            self._dock.move(self._dock.pos() + QPoint(-24, 24))


class PageTabs(QTabBar):
    """Tabs that scroll only if there is too little room for all of them.

    Qt's own hint forgets that the tab in front is bold.
    """

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        hint, last = super().sizeHint(), self.tabRect(self.count() - 1)
        return QSize(max(hint.width(), last.right() + 1 - self.tabRect(0).left()), hint.height())

    def tabLayoutChange(self) -> None:  # noqa: N802 (Qt's name)
        super().tabLayoutChange()
        self.updateGeometry()


class Pages(QStackedWidget):
    """Pages whose tabs, and the tools of the current page, are in a row elsewhere.

    There may be tabs before their pages are there.

    Args:
        count: how many there will be.

    Attributes:
        head: the row with the tabs and the tools.
        tabs: the tab bar.

    Signals:
        page_changed(): another page is in front.
    """

    page_changed = Signal()

    def __init__(self, count: int) -> None:
        super().__init__()
        self.tabs = PageTabs(drawBase=False, expanding=False)
        self.tabs.setElideMode(Qt.TextElideMode.ElideNone)
        self.tabs.setUsesScrollButtons(True)  # where there is too little room for all of them
        self._tools: dict[QWidget, QWidget] = {}
        self.head = QWidget()
        self._row = QHBoxLayout(self.head)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self.tabs)
        self._row.addStretch(1)
        for _ in range(count):
            self.tabs.addTab("")
        self.tabs.currentChanged.connect(self._show)

    def add_page(self, page: WidgetT, tool: QWidget | None = None) -> WidgetT:
        """Add the page of the next tab, and return it; `tool` stands at the right of the tabs while it is in front."""
        index = self.addWidget(page)
        theme.dress(page)
        page.setAccessibleName(self.tabs.tabText(index))
        if tool is not None:
            self._tools[page] = tool
            self._row.addWidget(tool)
        if index == self.tabs.currentIndex():
            self.setCurrentIndex(index)
        if tool is not None:
            tool.setVisible(page is self.currentWidget())
        return page

    def set_titles(self, titles: tuple[str, ...], bar_name: str) -> None:
        """Set the tabs' texts, in order, the names of their pages, and the accessible name of the tab bar."""
        self.tabs.setAccessibleName(bar_name)
        for index, title in enumerate(titles):
            self.tabs.setTabText(index, title)
            if index < self.count():
                self.widget(index).setAccessibleName(title)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        return QSize(super().minimumSizeHint().width(), 0)  # their panel may be collapsed to the tabs

    def show_page(self, page: QWidget) -> None:
        """Bring a page to the front."""
        self.tabs.setCurrentIndex(self.indexOf(page))

    def _show(self, index: int) -> None:
        self.setCurrentIndex(index)
        for page, tool in self._tools.items():
            tool.setVisible(page is self.currentWidget())
        self.page_changed.emit()
