"""A picture of a widget: as PNG in twice its size, as SVG or PDF in lines and letters, or on the clipboard.

A widget may have a method `draw`, which paints it in lines and letters, and the colour `GROUND` of its ground; or a
`plot` on a `figure` of matplotlib, or None while there is nothing to show.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable
from functools import partial
from io import BytesIO

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QPoint, QRect, QSize, QSizeF
from PySide6.QtGui import QGuiApplication, QImage, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QWidget

from gui.look import theme

SCALE = 2
"""Pixels of a PNG for each pixel on the screen: sharp on a slide."""

POINTS_PER_INCH, PDF_DPI = 72, 96
ENDINGS = (".png", ".svg", ".pdf")


def image_of(widget: QWidget, scale: float = SCALE) -> QImage:
    """Return a widget as it is now, painted `scale` times as large."""
    size = _room(widget)
    image = QImage(size * scale, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(scale)
    image.fill(theme.current().color("bg.window"))
    with QPainter(image) as painter:
        _draw(widget, painter)
    return image


def copy_picture(widget: QWidget) -> None:
    """Put a picture of a widget on the clipboard."""
    QGuiApplication.clipboard().setImage(image_of(widget))


def picture_of(widget: QWidget, ending: str) -> Callable[[], bytes]:
    """Take a picture of a widget, and return what gives the content of its file; another thread may call that.

    Args:
        ending: one of `ENDINGS`.
    """
    figure = getattr(getattr(widget, "plot", None), "figure", None)
    if figure is not None and ending != ".png":
        return partial(_vectors, pickle.dumps(figure), ending[1:])
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    WRITERS[ending](widget, buffer)
    buffer.close()
    return partial(bytes, content.data())


def _vectors(copied: bytes, kind: str) -> bytes:
    """Return the copy of a figure as matplotlib writes it, with letters as letters; a font may take it a second."""
    from matplotlib import rc_context

    content = BytesIO()
    with rc_context({"svg.fonttype": "none", "pdf.fonttype": 42}):
        pickle.loads(copied).savefig(content, format=kind)
    return content.getvalue()


def _write_png(widget: QWidget, device: QIODevice) -> None:
    image_of(widget).save(device, "PNG")


def _write_svg(widget: QWidget, device: QIODevice) -> None:
    generator = QSvgGenerator()
    generator.setOutputDevice(device)
    generator.setSize(_room(widget))
    generator.setViewBox(QRect(QPoint(), _room(widget)))
    with QPainter(generator) as painter:
        _draw(widget, painter)


def _write_pdf(widget: QWidget, device: QIODevice) -> None:
    writer, size = QPdfWriter(device), _room(widget)
    writer.setResolution(PDF_DPI)
    points = QSizeF(size) * (POINTS_PER_INCH / PDF_DPI)
    writer.setPageSize(QPageSize(points, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    with QPainter(writer) as painter:
        _draw(widget, painter)


def _room(widget: QWidget) -> QSize:
    """Return a widget's size; a pixel where it has no room any more, since nothing can be painted on less."""
    return widget.size().expandedTo(QSize(1, 1))


def _draw(widget: QWidget, painter: QPainter) -> None:
    """Paint a widget; one that can draws itself for a file, in lines and letters."""
    draw: Callable[[QPainter], None] | None = getattr(widget, "draw", None)
    if draw is None:
        widget.render(painter, QPoint())
    else:
        painter.fillRect(widget.rect(), theme.current().color(getattr(widget, "GROUND", "bg.canvas")))
        draw(painter)


WRITERS: dict[str, Callable[[QWidget, QIODevice], None]] = {".png": _write_png, ".svg": _write_svg, ".pdf": _write_pdf}


def fitting(size: QSize, widest: int) -> QSize:
    """Return a size of the same shape that is at most so wide, with even sides, as formats of films want them."""
    width = min(size.width(), widest)
    height = round(size.height() * width / max(size.width(), 1))
    return QSize(max(2, width // 2 * 2), max(2, height // 2 * 2))
