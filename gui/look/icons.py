"""Phosphor icons, tinted with a colour token. The SVG files and their licence are in resources/icons."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, QStandardPaths, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

import resources


def _tinted(name: str, color: str) -> bytes:
    return resources.icon_source(name).replace("currentColor", color).encode()


@cache
def _renderer(name: str, color: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(_tinted(name, color)))


def paint_icon(painter: QPainter, name: str, color: QColor, rect: QRectF) -> None:
    """Draw an icon into `rect`."""
    _renderer(name, color.name()).render(painter, rect)


@cache
def _pixmap(name: str, color: str, size: int, ratio: float) -> QPixmap:
    pixmap = QPixmap(round(size * ratio), round(size * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    with QPainter(pixmap) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _renderer(name, color).render(painter, QRectF(0, 0, size, size))
    return pixmap


def pixmap(name: str, color: QColor, size: int, ratio: float = 1.0) -> QPixmap:
    """Return an icon of `size` logical pixels for a screen with `ratio` device pixels per logical one."""
    return _pixmap(name, color.name(), size, ratio)


def icon(name: str, color: QColor, disabled: QColor | None = None, size: int = 20) -> QIcon:
    """Return an icon for a button or an action, with its disabled state."""
    return _icon(name, color.name(), disabled.name() if disabled is not None else None, size)


@cache
def _icon(name: str, color: str, disabled: str | None, size: int) -> QIcon:
    result = QIcon()
    for ratio in (1.0, 2.0):
        result.addPixmap(_pixmap(name, color, size, ratio))
        if disabled is not None:
            result.addPixmap(_pixmap(name, disabled, size, ratio), QIcon.Mode.Disabled)
    return result


def tinted_file(name: str, color: QColor) -> str:
    """Write the icon in that colour to a file, and return its path: a style sheet can only name files."""
    content = _tinted(name, color.name())
    locations = QStandardPaths.StandardLocation
    for location in (locations.CacheLocation, locations.TempLocation):
        file = Path(QStandardPaths.writableLocation(location)) / "icons" / f"{name}-{color.name()[1:]}.svg"
        try:
            if not file.exists() or file.read_bytes() != content:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(content)
        except OSError:
            continue
        return file.as_posix()
    return ""  # no place to write to: the control stays plain
