"""The chapters of a lesson and their pages, marked as done, current or still to do."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from core.lessons.lesson import Chapter, Lesson, Page
from gui.look import i18n, icons, theme
from gui.widgets.elided_label import ElidedLabel
from gui.widgets.panel import Panel

DONE, CURRENT, TO_DO = "check-circle-fill", "circle-half-fill", "circle-bold"


class PageRow(QPushButton):
    """A row that is a button, with an icon and texts that are elided where they are too long."""

    def __init__(self, name: str, look: str) -> None:
        super().__init__(objectName=name)
        self.setProperty("look", look)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._content: tuple[object, ...] = ()
        self._icon, self._text, self._count = QLabel(), ElidedLabel(), QLabel()
        self._text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._inside = QHBoxLayout(self)
        for label, stretch in ((self._icon, 0), (self._text, 1), (self._count, 0)):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            self._inside.addWidget(label, stretch)

    def set_content(
        self, text: str, icon: str, token: str, count: str = "", bold: bool = False, said: str = ""
    ) -> None:
        """Set the texts and the icon, and the name that a screen reader says."""
        now = theme.current()
        content = (text, icon, token, count, bold, said, now)
        if content == self._content:
            return  # a lesson sets page, progress and texts in turn, and has many rows
        self._content = content
        self._inside.setContentsMargins(now.px(6), 0, now.px(6), 0)
        self._inside.setSpacing(now.px(7))
        self.setFixedHeight(now.px(28))
        self._icon.setPixmap(icons.pixmap(icon, now.color(token), now.px(15), self.devicePixelRatioF()))
        self._text.setFont(now.font(bold=bold))
        self._text.setText(text)
        self._count.setFont(now.font("small"))
        self._count.setText(count)
        self.setToolTip(text)
        self.setAccessibleName(f"{text}, {said}" if said else text)

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        return QSize(theme.current().px(120), theme.current().px(28))


class LessonRows(Panel):
    """Rows of chapters; the open one shows its pages.

    Signals:
        page_clicked(str): the name of the page whose row was clicked.
    """

    page_clicked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="lesson_rows")
        self._lesson: Lesson | None = None
        self._page: Page | None = None
        self._open: Chapter | None = None
        self._done: frozenset[str] = frozenset()
        self._compact = False
        self._unfolded = False  # whether all pages are shown where there is little space
        self._chapters: dict[str, PageRow] = {}
        self._pages: dict[str, PageRow] = {}
        self._chapter_group, self._page_group = QButtonGroup(self), QButtonGroup(self)
        self._chapter_group.idClicked.connect(self._chapter_clicked)
        self._page_group.idClicked.connect(self._row_clicked)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    # ---- in -------------------------------------------------------------------------------------------------

    def set_lesson(self, lesson: Lesson) -> None:
        """Make a row for every chapter and page."""
        self._lesson = lesson
        for group, rows in ((self._chapter_group, self._chapters), (self._page_group, self._pages)):
            for row in rows.values():
                group.removeButton(row)
                self._column.removeWidget(row)
                row.hide()
                row.deleteLater()
            rows.clear()
        for chapter in lesson.chapters:
            self._add(self._chapters, self._chapter_group, chapter.number, PageRow(f"chapter_{chapter.number}", "row"))
            for page in chapter.pages:
                self._add(self._pages, self._page_group, page.name, PageRow(f"page_{page.name}", "row"))
        self._page = self._open = None
        self.restyle()

    def set_page(self, page: Page) -> None:
        """Mark a page as the current one, and open its chapter."""
        self._page = page
        chapters = self._lesson.chapters if self._lesson is not None else ()
        self._open = next((chapter for chapter in chapters if page in chapter.pages), None)
        self._unfolded = False
        self.restyle()

    def set_done(self, done: frozenset[str]) -> None:
        """Mark the pages named as done."""
        self._done = done
        self.restyle()

    def set_compact(self, compact: bool) -> None:
        """Show only the current page of the open chapter, where there is little space, until the chapter is clicked."""
        if compact != self._compact:
            self._compact = compact
            self.restyle()

    # ---- inside ---------------------------------------------------------------------------------------------

    def _add(self, rows: dict[str, PageRow], group: QButtonGroup, key: str, row: PageRow) -> None:
        row.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        group.addButton(row, len(rows))
        rows[key] = row
        self._column.addWidget(row)

    def _chapter_clicked(self, number: int) -> None:
        assert self._lesson is not None
        chapter = self._lesson.chapters[number]
        folded = self._compact and chapter is self._open and not self._unfolded
        self._open = None if chapter is self._open and not folded else chapter
        self._unfolded = self._open is not None
        self.restyle()

    def _row_clicked(self, number: int) -> None:
        assert self._lesson is not None
        self.page_clicked.emit(self._lesson.pages[number].name)

    def retranslate(self) -> None:
        self.restyle()

    def restyle(self) -> None:
        lesson, language = self._lesson, i18n.language()
        for chapter in lesson.chapters if lesson is not None else ():
            done = sum(page.name in self._done for page in chapter.pages)
            opened = chapter is self._open
            assert lesson is not None
            self._chapters[chapter.number].set_content(
                f"{chapter.number}  {lesson.in_language(chapter.title, language)}",
                "caret-down-bold" if opened else "caret-right-bold",
                "text.secondary",
                f"{done}/{len(chapter.pages)}",
                bold=True,
                said=self.tr("{done} of {count} done").format(done=done, count=len(chapter.pages)),
            )
            for page in chapter.pages:
                self._show_page_row(lesson, page, opened)

    def _show_page_row(self, lesson: Lesson, page: Page, opened: bool) -> None:
        row, current = self._pages[page.name], page is self._page
        done = page.name in self._done
        icon = DONE if done else CURRENT if current else TO_DO
        said = self.tr("done") if done else self.tr("current") if current else self.tr("not done yet")
        look = "row_now" if current else "row"
        if row.property("look") != look:
            row.setProperty("look", look)
            row.style().unpolish(row)
            row.style().polish(row)
        token = "accent" if done or current else "line.strong"
        title = f"{page.number}  {lesson.in_language(page.title, i18n.language())}"
        row.set_content(title, icon, token, bold=current, said=said)
        row.setVisible(opened and (current or self._unfolded or not self._compact))
