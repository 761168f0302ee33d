"""Kept parts of the picture: painted anew when they must be, in turns while frames follow each other."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPixmap

from gui.canvas.paint.kept_pictures import KeptPictures

PARTS = ("one", "two", "three")
AREAS = {name: QRectF(20 * i, 0, 20, 20) for i, name in enumerate(PARTS)}


class Frame:
    """Paint parts and note which are painted anew."""

    def __init__(self) -> None:
        self.kept, self.pixmap = KeptPictures(), QPixmap(60, 20)

    def paint(self, news: dict[str, object], in_turns: bool, color: str = "red") -> list[str]:
        anew: list[str] = []
        self.kept.begin_frame(in_turns)
        with QPainter(self.pixmap) as painter:
            for name, area in AREAS.items():

                def paint(inside: QPainter, name: str = name, area: QRectF = area) -> None:
                    anew.append(name)
                    inside.fillRect(area, QColor(color))

                self.kept.paint(painter, name, area, (color,), paint, news=news[name])
        return anew


@pytest.fixture
def frame(qtbot) -> Frame:
    return Frame()


def test_that_at_rest_all_parts_with_news_are_painted_anew_at_once(frame):
    first, second = object(), object()
    assert frame.paint(dict.fromkeys(PARTS, first), in_turns=False) == list(PARTS)
    assert frame.paint(dict.fromkeys(PARTS, first), in_turns=False) == []
    assert frame.paint(dict.fromkeys(PARTS, second), in_turns=False) == list(PARTS)
    assert not frame.kept.unfinished


def test_that_in_turns_one_part_a_frame_is_painted_anew_and_none_is_passed_over(frame):
    frame.paint(dict.fromkeys(PARTS, object()), in_turns=True)
    painted = []
    for number in range(12):  # news come faster than turns
        if number % 2 == 0:
            news = object()
        anew = frame.paint(dict.fromkeys(PARTS, news), in_turns=True)
        assert len(anew) <= 1
        painted += anew
    assert len(painted) == 12
    assert all(painted.count(name) >= 3 for name in PARTS)
    frame.paint(dict.fromkeys(PARTS, news), in_turns=True)
    frame.paint(dict.fromkeys(PARTS, news), in_turns=True)
    assert not frame.kept.unfinished
    assert frame.paint(dict.fromkeys(PARTS, news), in_turns=True) == []


def test_that_what_cannot_wait_is_painted_at_once_also_in_turns(frame):
    news = object()
    frame.paint(dict.fromkeys(PARTS, news), in_turns=True)
    assert frame.paint(dict.fromkeys(PARTS, news), in_turns=True, color="blue") == list(PARTS)
    assert frame.pixmap.toImage().pixelColor(30, 10) == QColor("blue")


def test_that_a_stamp_is_painted_once_for_what_it_shows_and_put_on_its_place(qtbot):
    stamps, pixmap, painted = KeptPictures().stamps, QPixmap(100, 100), []

    def paint(painter: QPainter, rect: QRectF) -> None:
        painted.append(rect)
        painter.fillRect(rect, QColor("red"))

    for zoom in (1.0, 1.0, 2.0):
        pixmap.fill(QColor("white"))
        with QPainter(pixmap) as painter:
            painter.scale(zoom, zoom)
            stamps.put(painter, 10, [(QPointF(10, 20), "a", paint), (QPointF(30, 20), "a", paint)])
        image = pixmap.toImage()
        for x, y in ((10, 20), (30, 20)):
            assert image.pixelColor(round(zoom * x), round(zoom * y)) == QColor("red")
            assert image.pixelColor(round(zoom * (x + 8)), round(zoom * y)) == QColor("white")
    assert len(painted) == 2, "one for each zoom"
