"""A mark that shows when something takes longer, and after a while offers to cancel it."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from gui.look import icons, theme
from gui.widgets.panel import Panel

MARK_AFTER_MS = 300
CANCEL_AFTER_MS = 2000


class BusyMark(Panel):
    """A spinner that appears after 0.3 s of work, with "Cancel" after 2 s. Its space is reserved, so nothing moves.

    Signals:
        cancel_clicked(): Cancel was clicked.
        resized(): it takes another width, see `keep_place`.
    """

    cancel_clicked = Signal()
    resized = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mark_timer = QTimer(self, singleShot=True, interval=MARK_AFTER_MS)
        self._mark_timer.timeout.connect(self._show_mark)
        self._cancel_timer = QTimer(self, singleShot=True, interval=CANCEL_AFTER_MS)
        self._cancel_timer.timeout.connect(self._show_cancel)
        self._busy = False
        self.spinner = Spinner(self)
        self.cancel = QPushButton(objectName="cancel", focusPolicy=Qt.FocusPolicy.TabFocus)
        self.cancel.setProperty("look", "link")
        self.cancel.clicked.connect(self.cancel_clicked)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.spinner, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.cancel)
        self.spinner.hide()
        self.cancel.hide()
        self.keep_place(True)
        self.retranslate()

    def keep_place(self, kept: bool) -> None:
        """Set whether it has its width also while nothing is to be seen, so that nothing moves when it appears."""
        self._kept = kept
        for widget in (self.spinner, self.cancel):
            policy = widget.sizePolicy()
            policy.setRetainSizeWhenHidden(kept)
            widget.setSizePolicy(policy)
        self.layout().invalidate()
        self.updateGeometry()

    def set_busy(self, busy: bool) -> None:
        """Say whether something is being done."""
        if busy != self._busy:
            self._busy = busy
            if busy and self.isVisible():
                self._wait()
            else:
                self._stop()

    def _wait(self) -> None:
        self._mark_timer.start()
        self._cancel_timer.start()

    def _stop(self) -> None:
        self._mark_timer.stop()
        self._cancel_timer.stop()
        if not (self.spinner.isHidden() and self.cancel.isHidden()):
            self.spinner.hide()
            self.cancel.hide()
            self._tell_size()

    def _tell_size(self) -> None:
        if not self._kept:
            self.resized.emit()

    def retranslate(self) -> None:
        self.cancel.setText(self.tr("Cancel"))
        self.cancel.setToolTip(self.tr("Stop what is being done; the steps taken so far stay."))
        self.spinner.setAccessibleName(self.tr("Working"))
        self.spinner.setToolTip(self.tr("Working"))

    def _show_mark(self) -> None:
        self.spinner.show()
        self._tell_size()

    def _show_cancel(self) -> None:
        self.cancel.show()
        self._tell_size()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        super().showEvent(event)
        if self._busy:
            self._wait()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 (Qt's name)
        super().hideEvent(event)
        self._stop()


class Spinner(QWidget):
    """Three quarters of a ring that turns; an hourglass if nothing should move by itself."""

    TURN_S = 1.0

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="spinner")
        self._clock = QElapsedTimer()
        self._clock.start()
        self._timer = QTimer(self, interval=33)
        self._timer.timeout.connect(self.update)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        super().showEvent(event)
        if not theme.current().reduced_motion:
            self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 (Qt's name)
        super().hideEvent(event)
        self._timer.stop()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        return QSize(theme.current().px(20), theme.current().px(16))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        now = theme.current()
        side = now.px(15)
        box = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if now.reduced_motion:
                icons.paint_icon(painter, "hourglass-bold", now.color("text.secondary"), box)
            else:
                painter.setPen(QPen(now.color("accent"), now.px(2.5), Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
                start = -360 * (self._clock.elapsed() / 1000 / self.TURN_S % 1)
                painter.drawArc(box.adjusted(1, 1, -1, -1), round(start * 16), 270 * 16)
