"""A recording of a widget while something plays, as an animated WebP or GIF."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from io import BytesIO
from pathlib import Path
from threading import Event
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from gui.pictures.render import fitting, image_of

FRAME_MS = 100
WIDEST = 720
MOST_FRAMES = 200
"""When there are more, every other one is dropped, and from then on only half as many are taken: a film of any length
has room in memory."""

Frame = tuple[int, int, bytes]
"""Width, height, and the colours of the pixels, three bytes each."""


class Recording(QObject):
    """Take pictures of a widget at even times.

    Args:
        widget: what is recorded.
        parent: what owns this.

    Attributes:
        frames: the pictures so far.

    Signals:
        grew(): there is another picture.
    """

    grew = Signal()

    def __init__(self, widget: QWidget, parent: QObject) -> None:
        super().__init__(parent)
        self._widget = widget
        self.frames: list[Frame] = []
        self._timer = QTimer(self, interval=FRAME_MS)
        self._timer.timeout.connect(self.take)
        self._timer.start()

    @property
    def seconds(self) -> float:
        """How long it is."""
        return len(self.frames) * self._timer.interval() / 1000

    @property
    def frame_ms(self) -> int:
        """How long each picture is shown."""
        return self._timer.interval()

    def take(self) -> None:
        """Take a picture."""
        image = image_of(self._widget, 1)
        whole, smooth = Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
        small = image.scaled(fitting(image.size(), WIDEST), whole, smooth)
        small.convertTo(QImage.Format.Format_RGB888)
        rows, used, step = bytes(small.constBits()), 3 * small.width(), small.bytesPerLine()
        packed = b"".join(rows[first : first + used] for first in range(0, step * small.height(), step))
        self.frames.append((small.width(), small.height(), packed))
        if len(self.frames) > MOST_FRAMES:
            del self.frames[1::2]
            self._timer.setInterval(2 * self._timer.interval())
        self.grew.emit()

    def stop(self) -> None:
        """Take no more pictures."""
        self._timer.stop()


def write_film(path: Path, frames: list[Frame], frame_ms: int, cancel: Event, progress: Callable[[int], None]) -> bool:
    """Write pictures as an animated file: WebP or, if its name ends in .gif, GIF.

    Args:
        progress: called with the number of pictures that are encoded.

    Returns:
        Whether it was written; it is not if it was cancelled.

    Raises:
        Problem: it cannot be written.
    """
    from core.files.atomic import write_bytes

    def note(number: int) -> None:
        if cancel.is_set():
            raise _CancelledError
        progress(number)

    content = _Content(cancel)
    try:
        (_encode_gif if path.suffix.lower() == ".gif" else _encode_webp)(frames, frame_ms, content, note)
        note(len(frames))
    except _CancelledError:
        return False
    write_bytes(path, content.getvalue())
    return True


class _CancelledError(Exception):
    """Nobody wants the film any more."""


class _Content(BytesIO):
    """The film so far; nothing more is written to it once it is cancelled."""

    def __init__(self, cancel: Event) -> None:
        super().__init__()
        self._cancel = cancel

    def write(self, part: Any) -> int:
        if self._cancel.is_set():
            raise _CancelledError
        return super().write(part)


def _encode_webp(frames: list[Frame], frame_ms: int, content: BytesIO, note: Callable[[int], None]) -> None:
    """Encode pictures one after another: Pillow seeks in each just before it encodes it."""
    made = list(_pictures(frames))
    for number, picture in enumerate(made):
        picture.seek = partial(_seek, picture.seek, partial(note, number))
    rest, looped = made[1:], {"duration": frame_ms, "loop": 0}
    made[0].save(content, "WEBP", save_all=True, append_images=rest, quality=80, method=2, **looped)


def _encode_gif(frames: list[Frame], frame_ms: int, content: BytesIO, note: Callable[[int], None]) -> None:
    """Encode pictures; finding the colours of each takes most of the time."""
    made = []
    for number, picture in enumerate(_pictures(frames), 1):
        made.append(picture.quantize(128))
        note(number)
    made[0].save(content, "GIF", save_all=True, append_images=made[1:], duration=frame_ms, loop=0)


def _pictures(frames: list[Frame]) -> Iterator[Any]:
    """Yield the pictures in the size of the first one."""
    from PIL import Image

    size = frames[0][:2]
    for width, height, pixels in frames:
        picture = Image.frombytes("RGB", (width, height), pixels)
        yield picture if (width, height) == size else picture.resize(size)


def _seek(seek: Callable[[int], None], note: Callable[[], None], frame: int) -> None:
    seek(frame)
    note()
