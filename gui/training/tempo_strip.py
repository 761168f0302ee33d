"""The choice of a tempo: how many steps a second playing takes."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QLabel, QWidget

from gui.controls.toggle_strip import ToggleStrip
from gui.look import number_text, theme
from gui.pacing.tempo import FIRST_TEMPO, TEMPOS

HEIGHT, NOTE_ROOM = 28, 4
"""The height of the strip, and by how much it is lower while there is a note below it, in px."""

WIDTHS, NARROW_WIDTHS = (38, 42, 42, 48, 42), (32, 36, 36, 42, 36)


class TempoStrip(ToggleStrip):
    """A button for each tempo. A tempo that has no button is in the accessible name only."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(TEMPOS, "tempo", parent)
        self.buttons[-1].setObjectName("tempo_max")
        for button in self.buttons:
            button.setProperty("narrow", True)
        self._tempo = FIRST_TEMPO
        super().choose(FIRST_TEMPO)

    def choose(self, value: object) -> None:
        """Show a tempo as chosen without a signal."""
        assert value is None or isinstance(value, (int, float))
        if value in TEMPOS:
            super().choose(value)
        else:
            self.choose_none()
        self._tempo = value
        self._name()

    def set_narrow(self, narrow: bool) -> None:
        """Use narrow buttons, or those of the usual width."""
        now = theme.current()
        bold = QFontMetrics(now.font(bold=True))  # as when chosen, so that choosing moves nothing
        for button, width in zip(self.buttons, NARROW_WIDTHS if narrow else WIDTHS):
            button.setFixedWidth(max(now.px(width), bold.horizontalAdvance(button.text()) + now.px(4)))

    def set_height(self, height: int) -> None:
        """Use buttons that are so high, in px."""
        self.setFixedHeight(height)
        for button in self.buttons:
            button.setFixedHeight(height)

    @property
    def chosen_middle(self) -> int:
        """The middle of the chosen button, in px from the left; of the strip if none is."""
        chosen = next((button for button in self.buttons if button.isChecked()), self)
        return chosen.geometry().center().x() if chosen is not self else self.width() // 2

    def retranslate(self) -> None:
        """Set every text, in the language in use."""
        tip = self.tr("While playing, take {count} steps a second")
        for tempo, button in zip(TEMPOS[:-1], self.buttons):
            button.setText(self.tr("{count}/s").format(count=tempo))
            button.setAccessibleName(self.tr("{count} steps per second").format(count=tempo))
            button.setToolTip(tip.format(count=tempo))
        button = self.buttons[-1]
        button.setText(self.tr("max"))
        button.setAccessibleName(self.tr("as many steps per second as possible"))
        button.setToolTip(
            self.tr("While playing, take as many steps as the machine can while the picture stays smooth")
        )
        self._name()

    def _name(self) -> None:
        """Say in the accessible name which tempo is chosen."""
        if self._tempo is None:
            self.setAccessibleName(self.tr("tempo, as many steps per second as possible"))
        else:
            name = self.tr("tempo, {count} steps per second")
            self.setAccessibleName(name.format(count=number_text.count(round(self._tempo))))


class ShortfallNote(QLabel):
    """What the machine really does, below the chosen tempo.

    Args:
        strip: the tempos.
        bar: the strip's bar, which this is a part of without a place in its layout.
    """

    def __init__(self, strip: TempoStrip, bar: QWidget) -> None:
        super().__init__(bar, objectName="shortfall", visible=False)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._strip, self._bar = strip, bar

    def set_text(self, text: str) -> None:
        """Show a text, or with "" nothing."""
        if text != self.text():
            self.setText(text)
            self.place()

    def place(self) -> None:
        """Find the place below the chosen tempo, and make the strip a little lower for it."""
        now, shown = theme.current(), bool(self.text())
        self._strip.set_height(now.px(HEIGHT - NOTE_ROOM if shown else HEIGHT))
        self.setVisible(shown and not self._strip.isHidden())
        if shown:
            self._bar.layout().activate()
            self.resize(self.sizeHint())
            middle = self._strip.mapTo(self._bar, QPoint(self._strip.chosen_middle, 0)).x()
            self.move(middle - self.width() // 2, self._bar.height() - self.height() + now.px(2))

    def restyle(self) -> None:
        """Take its font and colour from the theme in use."""
        now = theme.current()
        self.setFont(now.font("micro"))
        self.setStyleSheet(f"color: {now.color('past.fg').name()};")
        self.place()
