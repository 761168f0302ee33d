"""The choice of a tempo: how many steps a second playing takes."""

from __future__ import annotations

from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QWidget

from gui.controls.toggle_strip import ToggleStrip
from gui.look import number_text, theme
from gui.pacing.tempo import TEMPOS, Tempo

WIDTHS, NARROW_WIDTHS = (38, 42, 42, 48, 42), (32, 36, 36, 42, 36)


class TempoStrip(ToggleStrip):
    """A button for each tempo. A tempo that has no button is in the accessible name only."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(TEMPOS, "tempo", parent)
        self.buttons[-1].setObjectName("tempo_max")
        for button in self.buttons:
            button.setProperty("narrow", True)
        self._tempo: Tempo = TEMPOS[0]

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
