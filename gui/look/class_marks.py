"""How classes are told apart: each has a colour, a mark and a name, and never a colour alone."""

from __future__ import annotations

from math import cos, pi, sin

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath, QPolygonF

MARKS = "●▲■◆✚★"
"""There are as many colours. Beyond them each colour comes again with the next mark."""


def color_of(number: int) -> str:
    """Return the colour token of a class, by its number from 0."""
    return f"class.{number % len(MARKS)}"


def tint_of(number: int) -> str:
    """Return the colour token of the ground where a class is predicted."""
    return f"{color_of(number)}.tint"


def mark_of(number: int) -> str:
    """Return the mark of a class as a character."""
    return MARKS[_shape(number)]


def marked(classes: tuple[str, ...], number: int) -> str:
    """Return the mark and the name of a class."""
    return f"{mark_of(number)} {classes[number]}"


def outline_of(number: int, center: QPointF, radius: float) -> QPainterPath:
    """Return the mark of a class as a path: all marks cover about the area of a circle of the radius."""
    path, shape = QPainterPath(), _shape(number)
    if shape == 0:
        path.addEllipse(center, radius, radius)
    elif shape == 2:
        half = 0.9 * radius
        path.addRect(QRectF(center.x() - half, center.y() - half, 2 * half, 2 * half))
    elif shape == 4:
        arm, half = 1.25 * radius, 0.45 * radius
        path.addRect(QRectF(center.x() - arm, center.y() - half, 2 * arm, 2 * half))
        other = QPainterPath()
        other.addRect(QRectF(center.x() - half, center.y() - arm, 2 * half, 2 * arm))
        path = path.united(other)
    else:
        corners = {1: (3, 1.35, 1.35), 3: (4, 1.25, 1.25), 5: (10, 1.45, 0.65)}[shape]
        path.addPolygon(_polygon(center, radius, *corners))
        path.closeSubpath()
    return path


def _shape(number: int) -> int:
    return (number + number // len(MARKS)) % len(MARKS)


def _polygon(center: QPointF, radius: float, corners: int, outer: float, inner: float) -> QPolygonF:
    """Return a polygon with a corner at the top; its corners are in turn `outer` and `inner` times the radius away."""
    points = []
    for corner in range(corners):
        angle, away = 2 * pi * corner / corners, radius * (inner if corner % 2 else outer)
        points.append(center + QPointF(away * sin(angle), -away * cos(angle)))
    return QPolygonF(points)
