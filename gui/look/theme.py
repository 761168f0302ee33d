"""Palette, style sheet, fonts and heat colours from tokens: everything that makes a picture light or dark.

A change of theme or zoom is one call to `use` and a repaint: painters ask for `theme.current()` when they paint. What
they need for every cell, such as pens and fonts, is made once for each theme, see `per_theme`, and taken before a loop.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from operator import itemgetter
from typing import TypeVar
from weakref import WeakSet

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette, QPen
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import getAllValidWrappers, isValid

import resources
from gui.look.style_sheet import style_sheet

LIGHT, DARK = "light", "dark"
NAMES = (LIGHT, DARK)
SMALLEST_SCALE, LARGEST_SCALE = 0.8, 2.0
RAMP_STEPS = 64
PAUSE_MS = 10
"""Between two hidden parts that are restyled; in it the window paints and answers."""

KitT = TypeVar("KitT")


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
    _fonts: dict[tuple[str, bool, bool], QFont] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def colors(self) -> dict[str, QColor]:
        """Every colour token of this theme."""
        column = NAMES.index(self.name)
        return {token: QColor(pair[column]) for token, pair in resources.toml("themes/tokens.toml")["color"].items()}

    def color(self, token: str) -> QColor:
        """Return the colour of a token such as "bg.panel"; a KeyError names a token that does not exist."""
        return self.colors[token]

    def ramp(self, token: str, ground: str) -> tuple[QColor, ...]:
        """Return a token's colour over a ground's, from transparent to opaque in `RAMP_STEPS` steps.

        Painting with it is some ten times as fast as with a transparent colour.
        """
        pairs = tuple(zip(self.colors[token].getRgb()[:3], self.colors[ground].getRgb()[:3], strict=True))
        shares = (step / RAMP_STEPS for step in range(RAMP_STEPS + 1))
        return tuple(QColor(*(round(over * s + under * (1 - s)) for over, under in pairs)) for s in shares)

    def pen(self, token: str, width: float = 1.0, dashes: tuple[float, float] | None = None) -> QPen:
        """Return a pen of a colour token; `width` and `dashes` in px as they are painted."""
        pen = QPen(self.colors[token], width)
        if dashes is not None:
            pen.setDashPattern([length / width for length in dashes])
        return pen

    def px(self, pixels: float) -> int:
        """Scale pixels of the specification to this zoom."""
        return round(pixels * self.scale)

    def font(self, role: str = "body", *, mono: bool = False, bold: bool = False) -> QFont:
        """Return the font of a role ("micro", "small", "body", "strong", "title", "readout"), with tabular digits."""
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
        """Return the palette that Fusion paints with."""
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
    """Return the installed families of the token list, in its order, with the system's own at the end."""
    installed = set(QFontDatabase.families())
    wanted = resources.toml("themes/tokens.toml")["font"][kind]
    system = QFontDatabase.SystemFont.FixedFont if kind == "mono" else QFontDatabase.SystemFont.GeneralFont
    found = [family for family in wanted if family in installed]
    return [*found, QFontDatabase.systemFont(system).family()]


_current = Theme()


def current() -> Theme:
    """Return the theme in use."""
    return _current


def per_theme(make: Callable[[Theme], KitT]) -> Callable[[], KitT]:
    """Cache the result of `make` for a theme, e.g. a painter's pens and fonts; return a function that gives it.

    It is made at the first request, and again for another theme.
    """
    kept = lru_cache(maxsize=2)(make)
    return lambda: kept(_current)


def choose(theme: Theme) -> None:
    """Paint with `theme` from now on: what is built later takes its colours and fonts from it."""
    global _current
    _current = theme
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    app.setPalette(theme.palette())
    app.setFont(theme.font())


@per_theme
def _sheet(theme: Theme) -> str:
    return style_sheet(theme.color, theme.px)


def dress(*parts: QWidget) -> None:
    """Give parts of a window the style sheet of the theme in use, and of every later one.

    Qt applies a sheet to everything below a widget, which takes 0.14 ms for each; of a window's 1,400 some 200 are
    seen. So whatever can be hidden by itself, such as a page, a card or a dialog, is a part with the sheet, the window
    around them has none of it, and another theme reaches at once only those that are seen. No part lies in another.

    Dress them when they are put together and in their place: on each way to there Qt would apply the sheet once more.
    """
    for part in parts:
        _Part(part).put_on()


def use(theme: Theme) -> None:
    """Paint everything that is open with `theme` from now on; what is hidden follows before it is seen."""
    choose(theme)
    found, parts = _restylable(), _parts()
    divided = {_top(widget) for widget in parts}
    for place, widgets in found.items():
        if place in parts:
            parts[place].wait_with(widgets)
            if place.isVisible() or not _top(place).isVisible():
                parts[place].catch_up()
        else:
            if place not in divided:
                place.setStyleSheet(_sheet())
            _restyle(widgets)
    QTimer.singleShot(PAUSE_MS, _restyle_a_hidden_part)


def restyle(window: QWidget) -> None:
    """Call `restyle` on every widget of a window that has it, in its dialogs too."""
    for place, widgets in _restylable().items():
        if _top(place) is window:
            _restyle(widgets)


def finish() -> None:
    """Restyle at once what is hidden and still waits for it."""
    for part in _parts().values():
        part.catch_up()


class _Part(QObject):
    """Keeps a part of a window in the theme in use, if need be from the moment when it is shown."""

    alive: WeakSet[_Part] = WeakSet()

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._worn: Theme | None = None
        self._behind: list[QWidget] = []
        widget.installEventFilter(self)
        self.alive.add(self)

    @property
    def widget(self) -> QWidget:
        widget = self.parent()
        assert isinstance(widget, QWidget)
        return widget

    @property
    def may_be_shown(self) -> bool:
        """Whether it waits, and is hidden by itself; what lies in a hidden panel has time until that is shown."""
        around = self.widget.parentWidget()
        return self._worn != _current and (around is None or around.isVisible())

    def wait_with(self, widgets: list[QWidget]) -> None:
        """Restyle these widgets in it when it takes the theme that is in use now."""
        self._behind = widgets

    def put_on(self) -> None:
        """Apply the style sheet."""
        self._worn = _current
        self.widget.setStyleSheet(_sheet())

    def catch_up(self) -> None:
        """Take the theme in use if it was given another one last."""
        widgets, self._behind = self._behind, []
        if self._worn != _current:
            self.put_on()
            _restyle(widgets)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        if event.type() == QEvent.Type.Show:
            self.catch_up()
        return False


def _parts() -> dict[QWidget, _Part]:
    return {part.widget: part for part in _Part.alive if isValid(part)}


def _restyle_a_hidden_part() -> None:
    """Do it, then the next one a moment later."""
    part = next((part for part in _parts().values() if part.may_be_shown), None)
    if part is not None:
        part.catch_up()
        QTimer.singleShot(PAUSE_MS, _restyle_a_hidden_part)


def _restylable() -> dict[QWidget, list[QWidget]]:
    """List the widgets that have `restyle` by the part they lie in, else by their window, from outside inwards."""
    known, parts = _widgets_of_python(), _parts()
    tops = [widget for widget in known if widget.isWindow() and widget.parentWidget() is None]
    found: dict[QWidget, list[tuple[int, QWidget]]] = {place: [] for place in (*tops, *parts)}
    for widget in known:
        if hasattr(type(widget), "restyle"):
            place, depth = widget, 0
            while place not in parts and (around := place.parentWidget()) is not None:
                place, depth = around, depth + 1
            found.setdefault(place, []).append((depth, widget))
    return {place: [widget for _, widget in sorted(inside, key=itemgetter(0))] for place, inside in found.items()}


def _restyle(widgets: Iterable[QWidget]) -> None:
    for widget in widgets:
        if isValid(widget):
            widget.restyle()  # type: ignore[attr-defined]


def _top(widget: QWidget) -> QWidget:
    """Return the window that a widget, a floating dock or a dialog belongs to in the end."""
    while (around := widget.parentWidget()) is not None:
        widget = around
    return widget


def _widgets_of_python() -> list[QWidget]:
    """List the widgets that Python knows already.

    Qt's own lists and `findChildren` would also give those that Qt made for itself, such as tool tips and the parts of
    a combo box. Qt deletes them without telling PySide, which then takes whatever Python makes at such an address
    next, e.g. the font metrics with which a panel is laid out, for the widget that was there.
    """
    return [known for known in getAllValidWrappers() if isinstance(known, QWidget)]
