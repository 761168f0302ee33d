"""A card that says in plain words what went wrong, beside where it happened."""

from __future__ import annotations

from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QScrollArea, QToolButton, QVBoxLayout, QWidget

from core.problems.problem import Problem, ProblemText
from gui.look import i18n, icons, theme
from gui.problems.answer_row import Answers, CardAction
from gui.problems.card_place import place_beside
from gui.problems.error_parts import Disclosure, ErrorTable, breakable
from gui.problems.shape_clash import ShapeClash, clash_of
from gui.widgets.alignment import LEFT
from gui.widgets.panel import Panel

MARGIN = 16
NARROWEST = 310
"""The least width beside what must stay visible, in px; else the card lies in the middle and covers it."""

SAID_OPENLY = ("layer.wrong_shape", "layer.already_built", "layer.unknown", "keras.refused")
"""The problems that show Keras's own message, which the learner should learn to read."""


Areas = Callable[[], tuple[QRect, QRect]]
"""Returns the card's usual area in its parent, and the area that it may extend to beside what must stay visible."""


class ErrorCard(Panel):
    """A card that lies over its parent until it is closed; the window behind it stays usable.

    Args:
        parent: the widget that it lies over.
        areas: returns the areas for it in the parent; without it, the card may lie anywhere.

    Signals:
        action_chosen(str): the key of the action that was clicked. The card stays until its owner hides it.
        closed(): the learner closed it, with the cross or Esc.
    """

    action_chosen = Signal(str)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None, areas: Areas | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("error_card")
        self._areas = areas
        self._problem: Problem | None = None
        self._versions = ""
        self._focus_before: QWidget | None = None
        self._aside: QRect | None = None
        self._make_widgets()
        self._lay_out()
        self.retranslate()
        self.restyle()
        self.hide()

    def show_problem(self, problem: Problem, actions: tuple[CardAction, ...] = ()) -> None:
        """Show a problem and its actions; the first button gets the focus."""
        self._problem = problem
        focus = QApplication.focusWidget()
        if focus is not None and focus is not self and not self.isAncestorOf(focus):
            self._focus_before = focus
        self._keras.set_open(problem.kind in SAID_OPENLY)
        self._details.set_open(False)
        self._answers.set_actions(actions)
        self._order_focus()
        self._fill()
        self.show()
        self.raise_()
        self.resize_to_content()
        self._scroll.verticalScrollBar().setValue(0)
        self._answers.buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def set_versions(self, text: str) -> None:
        """Set the versions that are copied with the details, e.g. "Keras 3.15.1, TensorFlow 2.21.0"."""
        self._versions = text

    def keep_in_sight(self, rect: QRect | None) -> None:
        """Place the card beside this part of the parent, if there is space; None for the middle.

        Args:
            rect: the part, in the parent's coordinates.
        """
        self._aside = rect
        if self.isVisible():
            self.resize_to_content()

    def close_card(self) -> None:
        """Close the card, as the cross and Esc do."""
        self.hide()
        self.closed.emit()

    def resize_to_content(self) -> None:
        """Take the size of the content, at most the area's, in its middle or beside what must stay visible."""
        if self.parentWidget() is None:
            self.resize(self.sizeHint())
            return
        usual, wide = self._inner_areas()
        size, beside = self.sizeHint(), None
        place = QRect(0, 0, size.width(), size.height())
        place.moveCenter(usual.center())
        if self._aside is not None:
            widths = (theme.current().px(NARROWEST), size.width())
            beside = place_beside(self._aside, usual, wide, widths, self._height)
        self.setGeometry(place.intersected(usual) if beside is None else beside)

    def report(self) -> str:
        """Return the whole text of the card, for a bug report."""
        if self._problem is None:
            return ""
        text, said, details = self._problem.text(i18n.translate), self._problem.keras_message, self._problem.details
        lines = [text.title, text.explanation, *(f"{name}: {value}" for name, value in self._facts(text)), text.advice]
        parts = (
            "\n".join(filter(None, lines)),
            said and f"{self.tr('Keras said')}\n{said}",
            details and f"{self.tr('Details')}\n{details}",
            self._versions,
        )
        return "\n\n".join(filter(None, parts)).rstrip() + "\n"

    def retranslate(self) -> None:
        self._keras.set_title(self.tr("Keras said"))
        self._details.set_title(self.tr("Details"))
        self._close.setToolTip(self.tr("Close (Esc)"))
        self._close.setAccessibleName(self.tr("Close"))
        self._icon.setAccessibleName(self.tr("Problem"))
        if self._problem is not None:
            self._fill()
            self.resize_to_content()

    def restyle(self) -> None:
        now = theme.current()
        self._title.setFont(now.font("title", bold=True))
        ratio = self.devicePixelRatioF()
        self._icon.setFixedHeight(now.px(28))  # like the close button, to line up with the title's first line
        self._icon.setPixmap(icons.pixmap("warning-circle-fill", now.color("error.fg"), now.px(22), ratio))
        self._close.setIcon(icons.icon("x-bold", now.color("text.primary"), size=now.px(14)))
        self._answers.restyle()
        if self.isVisible():
            self.resize_to_content()

    # ---- inside -----------------------------------------------------------------------------------------------

    def _inner_areas(self) -> tuple[QRect, QRect]:
        """Return the usual area and the wide one, less a margin."""
        usual, wide = self._areas() if self._areas is not None else (self.parentWidget().rect(),) * 2
        inner = [area.adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN) for area in (usual, wide)]
        return (usual, wide) if inner[0].isEmpty() else (inner[0], inner[1])

    def _make_widgets(self) -> None:
        plain = Qt.TextFormat.PlainText  # a cell of a file may hold anything, even "<b>"
        self._icon = QLabel()
        self._title = QLabel(wordWrap=True, textFormat=plain, objectName="error_title")
        self._title.setProperty("look", "title")
        self._title.setAlignment(LEFT)
        self._close = QToolButton(objectName="error_close")
        self._close.setProperty("look", "flat")
        self._close.clicked.connect(self.close_card)
        self._explanation = QLabel(wordWrap=True, textFormat=plain, objectName="error_explanation")
        self._advice = QLabel(wordWrap=True, textFormat=plain, objectName="error_advice")
        self._table, self._shapes = ErrorTable(), ShapeClash()
        self._keras = Disclosure("keras_said")
        self._details = Disclosure("error_details", wrap=False)
        for disclosure in (self._keras, self._details):
            disclosure.toggled.connect(self.resize_to_content)
        self._answers = Answers()
        self._answers.chosen.connect(self.action_chosen)
        self._answers.copy_clicked.connect(self._copy)

    def _lay_out(self) -> None:
        frame = QFrame()
        frame.setProperty("look", "error")
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self._title, 1)
        head.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        self._page = QWidget(objectName="page")
        page = QVBoxLayout(self._page)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(10)
        for widget in (self._explanation, self._table, self._shapes, self._advice, self._keras, self._details):
            page.addWidget(widget)
        page.addStretch(1)
        self._scroll = QScrollArea(widgetResizable=True, frameShape=QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self._page)
        self._column = QVBoxLayout(frame)
        self._column.setContentsMargins(18, 14, 14, 14)
        self._column.setSpacing(10)
        self._column.addLayout(head)
        self._column.addWidget(self._scroll, 1)
        self._column.addWidget(self._answers)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(frame)

    def _order_focus(self) -> None:
        before = self._details.last_focus
        for button in (*self._answers.buttons, self._close):
            QWidget.setTabOrder(before, button)
            before = button

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.report())

    def _facts(self, text: ProblemText) -> list[tuple[str, str]]:
        names = (self.tr("Where"), self.tr("Expected"), self.tr("Received"))
        return [(name, value) for name, value in zip(names, (text.where, text.expected, text.received)) if value]

    def _fill(self) -> None:
        assert self._problem is not None
        text = self._problem.text(i18n.translate)
        self._title.setText(breakable(text.title))
        self._explanation.setText(breakable(text.explanation))
        self._advice.setText(breakable(text.advice))
        self._advice.setVisible(bool(text.advice))
        self._table.set_facts(self._facts(text))
        self._shapes.set_clash(clash_of(self._problem))
        self._keras.set_text(self._problem.keras_message)
        self._details.set_text(self._problem.details)
        self.setAccessibleName(text.title)
        self.setAccessibleDescription(text.explanation)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and event.key() == Qt.Key.Key_Escape:
            event.accept()  # else the window's own Esc shortcut would take it
            return True
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            self.resize_to_content()  # only now do the texts know their height
        return done

    def setVisible(self, visible: bool) -> None:  # noqa: N802 (Qt's name)
        # Qt gives the focus of a hidden widget to the next one; give it back to where it came from
        focus = QApplication.focusWidget()
        inside = focus is None or self.isAncestorOf(focus)
        super().setVisible(visible)
        if visible:
            return
        self._answers.forget_copy()
        before, self._focus_before = self._focus_before, None
        if inside and before is not None and shiboken6.isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        if event.key() == Qt.Key.Key_Escape:
            self.close_card()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        now, width = theme.current(), theme.current().px(560)
        if self.parentWidget() is not None:
            space = self._areas()[0].width() if self._areas is not None else self.parentWidget().width()
            width = max(min(width, space - 2 * MARGIN), min(now.px(300), space))
        return QSize(width, self._height(width))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        return QSize(theme.current().px(200), theme.current().px(80))

    def _height(self, width: int) -> int:
        """Return the height of the whole content at this width, without scrolling."""
        margins = self._column.contentsMargins()
        inside = width - margins.left() - margins.right() - 2 * theme.current().px(2)
        title_width = inside - self._icon.sizeHint().width() - self._close.sizeHint().width() - 24
        head = max(self._title.heightForWidth(title_width), self._close.sizeHint().height())
        page = self._page.layout()
        page.invalidate()  # it may still have the height of the previous content
        page.activate()
        beside = inside - self._scroll.verticalScrollBar().sizeHint().width()  # Qt keeps a bar that is needed beside it
        content = max(page.heightForWidth(beside), page.heightForWidth(inside), page.minimumSize().height())
        around = margins.top() + margins.bottom() + 2 * self._column.spacing() + 2 * theme.current().px(2)
        return head + content + self._answers.resize_to_width(inside) + around + 2
