"""The Lesson panel: the progress, the chapters and pages, and the open page."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from core.lessons.lesson import Lesson, Page
from gui.lessons.chapter_rows import LessonRows
from gui.lessons.page_view import LessonPage
from gui.look import i18n, icons, theme
from gui.look.why_not import allow
from gui.widgets.panel import Panel

LOW = 900
"""Below this height, in px, only the current page's row is shown."""


class LessonPanel(Panel):
    """The dock of the lesson.

    Attributes:
        page: the page that is open.
        rows: the rows of chapters and pages.

    Signals:
        page_clicked(str): the name of the page whose row was clicked.
        previous_clicked(), next_clicked(): open the previous or next page.
    """

    page_clicked = Signal(str)
    previous_clicked = Signal()
    next_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="lesson")
        self._lesson: Lesson | None = None
        self._page: Page | None = None
        self._done: frozenset[str] = frozenset()
        self._lesson_title, self._count, self._dashes = QLabel(wordWrap=True), QLabel(), Dashes()
        self.rows, self.page = LessonRows(), LessonPage()
        self.rows.page_clicked.connect(self.page_clicked)
        self._scroll = QScrollArea(widgetResizable=True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self.page)
        self.page.updated.connect(self._bring_into_view)
        self._previous, self._next = QPushButton(objectName="lesson_previous"), QPushButton(objectName="lesson_next")
        self._next.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the arrow comes after the word
        self._previous.clicked.connect(self.previous_clicked)
        self._next.clicked.connect(self.next_clicked)
        self._lay_out()
        self.retranslate()
        self.restyle()

    def _lay_out(self) -> None:
        above = QVBoxLayout()
        above.setContentsMargins(12, 6, 12, 4)
        above.setSpacing(4)
        for part in (self._lesson_title, self._count, self._dashes):
            above.addWidget(part)
        rows = QVBoxLayout()
        rows.setContentsMargins(6, 0, 6, 4)
        rows.addWidget(self.rows)
        line, line_below = QFrame(), QFrame()
        for each in (line, line_below):
            each.setProperty("look", "line")
            each.setFixedHeight(1)
        do = QVBoxLayout()  # below the page instead of in it, so that it is visible however long the prose is
        do.setContentsMargins(12, 8, 12, 0)
        do.addWidget(self.page.do_button)
        foot = QHBoxLayout()
        foot.setContentsMargins(8, 4, 8, 6)
        for button in (self._previous, self._next):
            button.setProperty("look", "flat")
        foot.addWidget(self._previous)
        foot.addStretch(1)
        foot.addWidget(self._next)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(above)
        column.addLayout(rows)
        column.addWidget(line)
        column.addWidget(self._scroll, 1)
        column.addWidget(line_below)
        column.addLayout(do)
        column.addLayout(foot)

    # ---- in -------------------------------------------------------------------------------------------------

    def set_lesson(self, lesson: Lesson, with_title: bool) -> None:
        """Show another lesson; the built-in course needs no title."""
        self._lesson = lesson
        self._lesson_title.setVisible(with_title)
        self.rows.set_lesson(lesson)
        self.retranslate()

    def set_page(self, page: Page) -> None:
        """Open a page, scrolled to its top."""
        assert self._lesson is not None
        self._page = page
        self.rows.set_page(page)
        self.page.set_page(self._lesson, page)
        self._scroll.verticalScrollBar().setValue(0)
        self._refresh()

    def set_done(self, done: frozenset[str]) -> None:
        """Mark the pages named as done."""
        self._done = done
        self.rows.set_done(done)
        self._refresh()

    # ---- inside ---------------------------------------------------------------------------------------------

    def _bring_into_view(self, part: QWidget) -> None:
        self.page.layout().activate()  # it may just have become higher
        self._scroll.ensureWidgetVisible(part, 0, theme.current().px(8))

    def _refresh(self) -> None:
        if self._lesson is None:
            return
        pages = self._lesson.pages
        done = sum(page.name in self._done for page in pages)
        count = self.tr("<b>{done}</b> of {count} done").format(done=done, count=len(pages))
        minutes = self._page.minutes if self._page is not None else 0
        time = self.tr("this page: about {count} min").format(count=minutes)
        self._count.setText(f"{count} · {time}" if minutes else count)
        self._dashes.set_count(done, len(pages))
        allow(self._previous, "" if self._page not in (None, pages[0]) else i18n.tr("This is the first page."))
        allow(self._next, "" if self._page not in (None, pages[-1]) else i18n.tr("This is the last page."))

    def retranslate(self) -> None:
        self._previous.setText(self.tr("Previous"))
        self._previous.setToolTip(self.tr("Previous page  (Alt+←)"))
        self._next.setText(self.tr("Next"))
        self._next.setToolTip(self.tr("Next page  (Alt+→)"))
        self._scroll.setAccessibleName(self.tr("Page of the lesson"))
        if self._lesson is not None:
            self._lesson_title.setText(self._lesson.in_language(self._lesson.title, i18n.language()))
        self._refresh()

    def restyle(self) -> None:
        now = theme.current()
        self._lesson_title.setFont(now.font(bold=True))
        self._count.setFont(now.font())
        for button, icon in ((self._previous, "caret-left-bold"), (self._next, "caret-right-bold")):
            button.setIcon(icons.icon(icon, now.color("text.primary"), now.color("text.disabled"), now.px(14)))
            button.setIconSize(QSize(now.px(14), now.px(14)))
            button.setFont(now.font())
        self.rows.set_compact(self.height() < now.px(LOW))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        super().resizeEvent(event)
        self.rows.set_compact(self.height() < theme.current().px(LOW))


class Dashes(QWidget):
    """A dash per page; as many as are done are filled, from the first one on."""

    def __init__(self) -> None:
        super().__init__()
        self._done = self._count = 0

    def set_count(self, done: int, count: int) -> None:
        """Set how many of how many pages are done."""
        self._done, self._count = done, count
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        return QSize(theme.current().px(100), theme.current().px(8))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        return QSize(0, theme.current().px(8))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        now = theme.current()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            gap, count = now.px(3), max(1, self._count)
            width = (self.width() - gap * (count - 1)) / count
            for number in range(self._count):
                full = number < self._done
                painter.setBrush(now.color("accent" if full else "line.soft"))
                painter.drawRoundedRect(round(number * (width + gap)), 1, max(2, round(width)), now.px(6), 3, 3)
