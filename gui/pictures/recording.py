"""A recording of a widget while something plays, as an animated WebP or GIF."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from threading import Event

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
        progress: called with the number of pictures that are done.

    Returns:
        Whether it was written; it is not if it was cancelled.

    Raises:
        Problem: it cannot be written.
    """
    from PIL import Image

    from core.files.atomic import write_bytes

    width, height, _ = frames[0]
    gif = path.suffix.lower() == ".gif"
    made: list[Image.Image] = []
    for number, (wide, high, pixels) in enumerate(frames, 1):
        if cancel.is_set():
            return False
        picture = Image.frombytes("RGB", (wide, high), pixels)
        picture = picture if (wide, high) == (width, height) else picture.resize((width, height))
        made.append(picture.quantize(128) if gif else picture)
        progress(number)
    content = BytesIO()
    options = {"save_all": True, "append_images": made[1:], "duration": frame_ms, "loop": 0}
    made[0].save(content, "GIF" if gif else "WEBP", **(options if gif else {**options, "quality": 80, "method": 2}))
    if cancel.is_set():
        return False
    write_bytes(path, content.getvalue())
    return True
