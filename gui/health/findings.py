"""The rows of the health page's findings, each with an icon, a number and a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from gui.health.finding_words import HealthWords
from gui.look import icons, theme
from gui.widgets.panel import Panel

if TYPE_CHECKING:
    from core.health.health import Finding

LOOKS = {
    "error": ("said", "x-bold", "error.fg"),
    "warning": ("note", "warning-circle-fill", "past.fg"),
    "note": ("sunken", "info-bold", "text.secondary"),
    "good": ("sunken", "check-circle-fill", "accent"),
}
"""The frame's look, the icon and the icon's colour for each severity."""


class FindingRow(QFrame):
    """The row of one finding.

    Attributes:
        finding: what it shows, or None.
    """

    def __init__(self, words: HealthWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.finding: Finding | None = None
        self._brief = False
        self._icon = QLabel(alignment=Qt.AlignmentFlag.AlignTop)
        self._text = QLabel(wordWrap=True, textFormat=Qt.TextFormat.RichText)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._icon)
        self._row.addWidget(self._text, 1)

    def show_finding(self, finding: Finding) -> None:
        """Show a finding; set only the texts that changed, because each one lays out the page again."""
        other_look = self.finding is None or self.finding.severity != finding.severity
        self.finding = finding
        title, meaning = self._words.title(finding), self._words.meaning(finding)
        text = f"<b>{title}</b>" if self._brief else f"<b>{title}</b><br>{meaning}"
        self.setToolTip(meaning if self._brief else "")
        spoken = f"{self._words.severity(finding.severity)}: {title}. {meaning}"
        if text != self._text.text():
            self._text.setText(text)
        if spoken != self.accessibleName():
            self.setAccessibleName(spoken)
        if other_look:
            self.restyle()

    def set_brief(self, brief: bool) -> None:
        """Show the title only, and the rest as a tooltip; or both."""
        if brief != self._brief:
            self._brief = brief
            if self.finding is not None:
                self.show_finding(self.finding)

    @property
    def text(self) -> str:
        """The text of the row, without markup."""
        return self._text.text().replace("<b>", "").replace("</b>", "").replace("<br>", "\n")

    def restyle(self) -> None:
        """Take colours, fonts and the icon from the theme in use."""
        if self.finding is None:
            return
        now, (look, icon, token) = theme.current(), LOOKS[self.finding.severity]
        if self.property("look") != look:
            self.setProperty("look", look)
            self.style().polish(self)
        self._icon.setPixmap(icons.pixmap(icon, now.color(token), now.px(16), self.devicePixelRatioF()))
        self._text.setFont(now.font("small"))
        self._row.setContentsMargins(now.px(8), now.px(5), now.px(8), now.px(5))
        self._row.setSpacing(now.px(8))


class Findings(Panel):
    """All findings, the most severe first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="health_findings")
        self._words = HealthWords(self)
        self._all: list[FindingRow] = []
        self._brief = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addStretch(1)
        self.retranslate()
        self.restyle()

    @property
    def rows(self) -> tuple[FindingRow, ...]:
        """The rows that are shown, from the top."""
        return tuple(row for row in self._all if not row.isHidden())

    def show_findings(self, findings: tuple[Finding, ...]) -> None:
        """Show these findings, in rows that are made once and reused."""
        while len(self._all) < len(findings):
            self._all.append(FindingRow(self._words, self))
            self._all[-1].set_brief(self._brief)
            self._column.insertWidget(len(self._all) - 1, self._all[-1])
        for row, finding in zip(self._all, findings):
            row.show_finding(finding)
        for number, row in enumerate(self._all):
            row.setVisible(number < len(findings))

    def set_brief(self, brief: bool) -> None:
        """Show titles only, where there is little room; or what they mean, too."""
        self._brief = brief
        for row in self._all:
            row.set_brief(brief)

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Findings"))
        for row in self._all:
            if row.finding is not None:
                row.show_finding(row.finding)

    def restyle(self) -> None:
        self._column.setSpacing(theme.current().px(4))
