"""Parts of the training bar: a button that shows an action, and the read-outs of step and loss."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QFont, QFontMetrics, QIcon, QMouseEvent, QPaintEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QSizePolicy,
    QStyle,
    QStyleOptionToolButton,
    QStylePainter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gui.look import number_text, theme
from gui.training.sparkline import Sparkline
from gui.training.validation_values import ValidationValues
from gui.widgets.panel import Panel

if TYPE_CHECKING:
    from core.snapshot.snapshot import Snapshot

BUTTON_HEIGHT, CAPTION_HEIGHT, CONTROL_HEIGHT = 44, 15, 28
WIDTHS, BARE_WIDTH = {"reset": 86, "step_back": 78, "play": 96, "step": 76, "slow_motion": 124}, 44
"""At least so wide is a button with its word, and one without."""

GAP, AIR = 6, 8
"""Between icon and word, and at either side of both."""

FEWEST_DIGITS = 6
NO_VALUE = "–"


class TransportButton(QToolButton):
    """A button of the bar that shows an action: its text, icon, tooltip and whether it is enabled.

    Args:
        name: the action's name.
    """

    def __init__(self, name: str) -> None:
        super().__init__(objectName=f"{name}_button", focusPolicy=Qt.FocusPolicy.TabFocus)
        self._primary, self._width, self._bare = name == "play", WIDTHS[name], False
        self._tight = False
        self._with_shift: QAction | None = None
        self._more: QAction | None = None
        self.setProperty("look", "primary" if self._primary else "tool")
        self.set_bare(False)

    def set_action(self, action: QAction, with_shift: QAction | None = None, more: QAction | None = None) -> None:
        """Set the action that the button stands for.

        Args:
            action: what a click triggers.
            with_shift: what a click with Shift triggers instead.
            more: what the context menu offers.
        """
        self.setDefaultAction(action)
        self._with_shift, self._more = with_shift, more

    def set_bare(self, bare: bool) -> None:
        """Show the icon alone, or icon and text."""
        style, self._bare = Qt.ToolButtonStyle, bare
        self.setToolButtonStyle(style.ToolButtonIconOnly if bare else style.ToolButtonTextBesideIcon)

    def set_tight(self, tight: bool) -> None:
        """Make the button no wider than its content, or as wide as usual."""
        self._tight = tight
        self.updateGeometry()

    def restyle(self) -> None:
        """Take sizes from the theme in use."""
        now = theme.current()
        self.setIconSize(QSize(now.px(18), now.px(18)))
        # a style sheet, because the window's would override a font and a height
        size, inside = now.px(16 if self._primary else 14), now.px(BUTTON_HEIGHT) - 2 * now.px(4) - 2
        self.setStyleSheet(f"QToolButton {{ font-size: {size}px; min-height: {inside}px; }}")

    @property
    def _content_width(self) -> int:
        """The width of icon and word, or of the icon."""
        icon = self.iconSize().width()
        return (
            icon if self._bare else icon + theme.current().px(GAP) + self.fontMetrics().horizontalAdvance(self.text())
        )

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        now = theme.current()
        usual = now.px(BARE_WIDTH if self._bare or self._tight else self._width)
        return QSize(max(usual, self._content_width + 2 * now.px(AIR)), now.px(BUTTON_HEIGHT))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Paint the button as usual, but with icon and word in its middle; Qt puts them at the left."""
        option, frame = QStyleOptionToolButton(), QStyleOptionToolButton()
        self.initStyleOption(option)
        self.initStyleOption(frame)
        frame.text, frame.icon = "", QIcon()
        place = QRect(0, 0, self._content_width + 2, self.height())
        place.moveCenter(self.rect().center())
        option.rect = place
        with QStylePainter(self) as painter:
            painter.drawComplexControl(QStyle.ComplexControl.CC_ToolButton, frame)
            painter.drawControl(QStyle.ControlElement.CE_ToolButtonLabel, option)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 (Qt's name)
        if self._more is not None:
            menu = QMenu(self)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.addAction(self._more)
            menu.popup(event.globalPos())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if (
            self._with_shift is not None
            and shifted
            and self.isDown()
            and self.rect().contains(event.position().toPoint())
        ):
            self.setDown(False)
            self._with_shift.trigger()
        else:
            super().mouseReleaseEvent(event)


LONGEST_ACCURACY, ACCURACY_AIR = 5, 10
"""Digits of an accuracy, with the point, and the px that keep it apart from the loss."""


class ReadOuts(Panel):
    """Step, loss and a sparkline, which keep their width while training so that nothing moves.

    Signals:
        widened(): a step has more digits than fit. It happens once in a very long training.
    """

    widened = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._snapshot: Snapshot | None = None
        self._ready, self._past = True, False
        self._digits = 7
        self._step = QLabel(NO_VALUE, objectName="step_count", alignment=Qt.AlignmentFlag.AlignRight)
        self._loss = QLabel(NO_VALUE, objectName="loss_value", alignment=Qt.AlignmentFlag.AlignRight)
        self._accuracy = QLabel(NO_VALUE, objectName="accuracy_value", alignment=Qt.AlignmentFlag.AlignRight)
        self._captions = (QLabel(), QLabel(), QLabel())
        self._roomy_for_sparkline = True
        self._sparkline, self._validation = Sparkline(), ValidationValues()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for caption, label, air in zip(self._captions, (self._step, self._loss, self._accuracy), (8, 2, 2)):
            caption.setAlignment(Qt.AlignmentFlag.AlignRight)
            row.addLayout(column_of(caption, label))
            row.addSpacing(air)
        row.addWidget(self._validation)
        row.addWidget(self._sparkline)
        for widget in (self._accuracy, self._captions[2]):
            widget.hide()
        self.retranslate()
        self.restyle()

    def set_snapshot(self, snapshot: Snapshot | None) -> None:
        """Show a snapshot's step and loss."""
        self._snapshot = snapshot
        if self.isVisible():
            self._write()

    def set_points(self, steps: Any, losses: Any) -> None:
        """Show the losses (n,) at the steps (n,) in the sparkline."""
        self._sparkline.set_points(steps, losses)

    def set_past(self, past: bool) -> None:
        """Use the colour of an earlier step, or the usual one."""
        if past != self._past:
            self._past = past
            self._colour()

    def set_ready(self, ready: bool) -> None:
        """Set whether Keras is loaded; before that there is nothing to show."""
        self._ready = ready
        self._write()

    def set_digit_size(self, size: int, *, sparkline: bool, roomy: bool = True) -> None:
        """Use digits of this many px, with or without the sparkline.

        Args:
            roomy: whether there is room for millions of steps from the start.
        """
        digits = self._digits if roomy else max(FEWEST_DIGITS, len(self._step.text()))
        now = theme.current()
        font = QFont(now.font("readout", mono=True, bold=True))
        font.setPixelSize(now.px(size))
        digit = QFontMetrics(font).horizontalAdvance("0")
        counts = digits, number_text.LONGEST_LOSS, LONGEST_ACCURACY
        for label, count, air in zip((self._step, self._loss, self._accuracy), counts, (2, 2, ACCURACY_AIR)):
            label.setFont(font)
            label.setFixedSize(digit * count + now.px(air), now.px(CONTROL_HEIGHT))
        self._roomy_for_sparkline = sparkline
        self._show_sparkline()

    def leave_out_validation(self, out: bool) -> None:
        """Leave out what the validation rows give, where there is no room for it."""
        if out != self._validation.left_out:
            self._validation.left_out = out
            self._validation.show_values(self._snapshot.validation if self._snapshot is not None else None)

    def _show_accuracy(self, shown: bool) -> None:
        """Show the accuracy in the place of the sparkline, or the sparkline."""
        for widget in (self._accuracy, self._captions[2]):
            widget.setVisible(shown)
        self._show_sparkline()

    def _show_sparkline(self) -> None:
        others = self._accuracy.isVisibleTo(self) or self._validation.isVisibleTo(self)
        self._sparkline.setVisible(self._roomy_for_sparkline and not others)
        for part in (self._validation, self):  # else Qt would add up widths that they had before
            part.layout().activate()
        self.setFixedWidth(self.layout().minimumSize().width())  # a row that is too narrow must not squeeze the digits

    def retranslate(self) -> None:
        self._caption_step()
        self._captions[1].setText(self.tr("loss"))
        self._captions[2].setText(self.tr("accuracy"))
        self._accuracy.setAccessibleName(self.tr("Accuracy"))
        self._accuracy.setToolTip(self.tr("Share of the samples whose class is predicted"))
        self._step.setAccessibleName(self.tr("Steps taken"))
        self._loss.setAccessibleName(self.tr("Loss of the batch"))
        self._loss.setToolTip(self.tr("Loss of all samples, at these weights"))

    def restyle(self) -> None:
        for caption in self._captions:
            style_caption(caption)
        self._sparkline.setFixedSize(self._sparkline.sizeHint())
        self._validation.restyle()
        self._colour()

    def _colour(self) -> None:
        color = theme.current().color("past.fg" if self._past else "text.primary").name()
        for label in (self._step, self._loss, self._accuracy):
            label.setStyleSheet(f"color: {color};")
        self._validation.set_color(color)

    def _write(self) -> None:
        shown = self._snapshot if self._ready else None
        step = NO_VALUE if shown is None else number_text.count(shown.step)
        self._step.setText(step)
        self._loss.setText(NO_VALUE if shown is None or shown.why_no_step else number_text.loss(shown.loss))
        accuracy = None if shown is None or shown.why_no_step else shown.accuracy
        if self._accuracy.isVisibleTo(self) != (accuracy is not None):
            self._show_accuracy(accuracy is not None)
            self.widened.emit()
        if accuracy is not None:
            self._accuracy.setText(number_text.plain(accuracy, 3))
        if self._validation.show_values(shown.validation if shown is not None else None):
            self._show_sparkline()
            self.widened.emit()
        self._caption_step()
        if len(step) > self._digits:  # never narrower again
            self._digits = len(step) + 2
            self.widened.emit()

    def _caption_step(self) -> None:
        """Show the epoch beside the step where the two differ, i.e. with mini-batches."""
        shown = self._snapshot
        text = self.tr("step")
        if shown is not None and shown.batch_size is not None:
            text = self.tr("epoch {epoch} · step").format(epoch=number_text.count(shown.epoch))
        if text != self._captions[0].text():
            self._captions[0].setText(text)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        super().showEvent(event)
        self._write()


def column_of(caption: QLabel, control: QWidget) -> QVBoxLayout:
    """Return a layout of a control under its caption."""
    caption.setProperty("look", "caption")
    caption.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)  # the control sets the width
    column = QVBoxLayout()
    column.setSpacing(1)
    column.addWidget(caption)
    column.addWidget(control)
    return column


def style_caption(caption: QLabel) -> None:
    """Set a caption's font and height from the theme in use."""
    now = theme.current()
    caption.setFont(now.font("micro"))
    caption.setFixedHeight(now.px(CAPTION_HEIGHT))
