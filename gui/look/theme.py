"""Tokens to palette, style sheet, fonts and heat colours: everything that makes a picture light or dark.

Painters ask `theme.current()` when they paint and keep nothing, so a change of theme or zoom is one call to
`use` and a repaint.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache, cached_property

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

import resources
from gui.look.style_sheet import style_sheet

LIGHT, DARK = "light", "dark"
NAMES = (LIGHT, DARK)
SMALLEST_SCALE, LARGEST_SCALE = 0.8, 2.0


@dataclass(frozen=True)
class Theme:
    """One look: light or dark, at one zoom.

    Args:
        name: "light" or "dark".
        scale: factor on every px, 0.8 to 2.
        reduced_motion: True if nothing should move by itself.
    """

    name: str = LIGHT
    scale: float = 1.0
    reduced_motion: bool = False
    _blends: dict[tuple[str, str, int], QColor] = field(default_factory=dict, compare=False, repr=False)
    _fonts: dict[tuple[str, bool, bool], QFont] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def colors(self) -> dict[str, QColor]:
        """Every colour token of this theme."""
        column = NAMES.index(self.name)
        return {token: QColor(pair[column]) for token, pair in resources.toml("themes/tokens.toml")["color"].items()}

    def color(self, token: str) -> QColor:
        """The colour of a token such as "bg.panel"; a KeyError names a token that does not exist."""
        return self.colors[token]

    def blended(self, token: str, ground: str, opacity: float) -> QColor:
        """What a token's colour looks like over a ground's at an opacity of 0 to 1, in 1/64 steps.

        Painting with it is some ten times as fast as with a transparent colour.
        """
        key = (token, ground, round(opacity * 64))
        if key not in self._blends:
            share, top, below = key[2] / 64, self.colors[token], self.colors[ground]
            pairs = zip(top.getRgb()[:3], below.getRgb()[:3], strict=True)
            self._blends[key] = QColor(*(round(over * share + under * (1 - share)) for over, under in pairs))
        return self._blends[key]

    def px(self, pixels: float) -> int:
        """Pixels of the specification at this zoom."""
        return round(pixels * self.scale)

    def font(self, role: str = "body", *, mono: bool = False, bold: bool = False) -> QFont:
        """The font of a role ("micro", "small", "body", "strong", "title", "readout"), with tabular digits."""
        key = (role, mono, bold)
        if key not in self._fonts:
            table = resources.toml("themes/tokens.toml")["font"]
            font = QFont(_families("mono" if mono else "sans"))
            font.setPixelSize(self.px(table[role]))
            font.setBold(bold)
            font.setFeature(QFont.Tag("tnum"), 1)
            if mono:
                font.setStyleHint(QFont.StyleHint.Monospace)
            self._fonts[key] = font
        return self._fonts[key]

    def palette(self) -> QPalette:
        """The palette that Fusion paints with."""
        c, roles = self.color, QPalette.ColorRole
        palette = QPalette()
        for role, token in (
            (roles.Window, "bg.window"),
            (roles.Base, "bg.panel"),
            (roles.AlternateBase, "bg.sunken"),
            (roles.Button, "bg.panel"),
            (roles.Text, "text.primary"),
            (roles.WindowText, "text.primary"),
            (roles.ButtonText, "text.primary"),
            (roles.PlaceholderText, "text.secondary"),
            (roles.ToolTipBase, "bg.tooltip"),
            (roles.ToolTipText, "fg.tooltip"),
            (roles.Highlight, "accent"),
            (roles.HighlightedText, "accent.fg"),
            (roles.Link, "accent"),
            (roles.Mid, "line.soft"),
            (roles.Dark, "line.strong"),
        ):
            palette.setColor(role, c(token))
        for role in (roles.Text, roles.WindowText, roles.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, role, c("text.disabled"))
        return palette


@cache
def _families(kind: str) -> list[str]:
    """The installed families of the token list, in its order, with the system's own at the end."""
    installed = set(QFontDatabase.families())
    wanted = resources.toml("themes/tokens.toml")["font"][kind]
    system = QFontDatabase.SystemFont.FixedFont if kind == "mono" else QFontDatabase.SystemFont.GeneralFont
    found = [family for family in wanted if family in installed]
    return [*found, QFontDatabase.systemFont(system).family()]


_current = Theme()


def current() -> Theme:
    """The theme that everything is painted with now."""
    return _current


def use(theme: Theme) -> None:
    """Paint everything with `theme` from now on, and let every widget that has a `restyle` method call it."""
    global _current
    _current = theme
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    app.setPalette(theme.palette())
    app.setFont(theme.font())
    app.setStyleSheet(style_sheet(theme.color, theme.px))
    for widget in app.allWidgets():
        restyle = getattr(widget, "restyle", None)
        if restyle is not None:
            restyle()
