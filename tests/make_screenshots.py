"""Takes the README's pictures from the real window.

    uv run python -m tests.make_screenshots                      # all
    uv run python -m tests.make_screenshots first_minute.webp    # the animated one

Writes resources/screenshots, at the size a README shows them in.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent.parent / "resources" / "screenshots"
ANIMATED = "first_minute.webp"

FRAME_STEPS, FROZEN_FROM, LAST_STEP = 20, 600, 1200
"""Of the animated picture: a frame after each 20 steps; hidden_2 frozen from step 600 on, as many steps as before."""

FRAME_MS, LAST_FRAME_MS = 110, 3000


def main() -> None:
    if not os.environ.get("DISPLAY"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PIL import Image
    from PySide6.QtCore import QEventLoop, QSize, Qt, QTimer
    from PySide6.QtWidgets import QApplication

    from core.snapshot.place import Place
    from gui.start.app import create_window

    def settle(milliseconds: int = 600) -> None:
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()

    def take(window: object, name: str) -> None:
        settle()
        FOLDER.mkdir(exist_ok=True)
        picture = window.grab().toImage()  # type: ignore[attr-defined]
        smooth = Qt.TransformationMode.SmoothTransformation
        picture.scaled(QSize(1200, 750), Qt.AspectRatioMode.KeepAspectRatio, smooth).save(str(FOLDER / name))
        with Image.open(FOLDER / name) as full:  # 256 colours of its own, without dithering, are enough for a README
            small = full.convert("RGB").quantize(256, Image.Quantize.MAXCOVERAGE, kmeans=3, dither=Image.Dither.NONE)
        small.save(FOLDER / name, optimize=True)
        print(f"{name}: {(FOLDER / name).stat().st_size // 1024} kB")

    def course(language: str, theme: str, name: str) -> None:
        """A page of the course, done: what Keras says to a batch that does not fit."""
        window = create_window(["--lang", language, "--theme", theme, "--screenshot", name])
        window.resize(1440, 900)
        window.show()
        assert window.session.wait_idle(300_000)
        lessons = window.presenters.lessons
        while not lessons.page.name.startswith("1_5"):
            lessons.show_next()
        lessons.do_it()
        lessons.do_it()  # the first time, a guess is asked for
        while lessons.running:
            settle()
        assert window.session.wait_idle(60_000)
        take(window, name)
        window.close()
        window.session.close()

    def first_minute(name: str) -> None:
        """The default start, played; hidden_2 is frozen midway."""
        window = create_window(["--lang", "en", "--theme", "light", "--screenshot", name])
        window.resize(1440, 900)
        window.show()
        session = window.session
        assert session.wait_idle(300_000)
        session.selection.select(Place("hidden_2", 2))
        session.selection.show_sample(120)  # one near the middle, where the slice through the sphere is a large circle
        assert session.wait_idle(60_000)
        settle()
        frames = []
        session.play()
        while session.snapshot.step < LAST_STEP:
            settle(5)
            step = session.snapshot.step
            if step >= FRAME_STEPS * len(frames):
                frames.append(_small(window.grab().toImage()))
            if step >= FROZEN_FROM and session.snapshot.layer("hidden_2").trainable:
                session.set_trainable("hidden_2", False)
        session.pause()
        assert session.wait_idle(60_000)
        window.close()
        session.close()
        durations = [FRAME_MS] * (len(frames) - 1) + [LAST_FRAME_MS]
        frames[0].save(
            FOLDER / name, save_all=True, append_images=frames[1:], duration=durations, loop=0, quality=70, method=4
        )
        print(f"{name}: {len(frames)} frames, {(FOLDER / name).stat().st_size // 1024} kB")

    if ANIMATED in sys.argv[1:]:
        first_minute(ANIMATED)
        return
    course("en", "dark", "course.png")
    course("ko", "light", "korean_course.png")
    for language, theme, name in (
        ("en", "light", "light.png"),
        ("en", "dark", "dark.png"),
        ("ko", "light", "korean.png"),
    ):
        # --screenshot only keeps the user's own settings out
        window = create_window(["--lang", language, "--theme", theme, "--screenshot", name])
        window.resize(1440, 900)
        window.show()
        session = window.session
        assert session.wait_idle(300_000)
        session.step(600)
        session.set_trainable("hidden_2", False)
        session.step(300)
        session.selection.select(Place("hidden_2", 3))
        assert session.wait_idle(60_000)
        window.pages.show_page(window.code if theme == "dark" else window.loss_chart)
        if theme == "dark":
            session.set_trainable("hidden_2", True)
            session.set_learning_rate(0.02)
            session.step(300)
            assert session.wait_idle(60_000)
        take(window, name)
        window.close()
        session.close()
    first_minute(ANIMATED)
    QApplication.quit()


def _small(picture: Any) -> Any:
    """Return a QImage of the window as a Pillow image of the width in a README."""
    from PIL import Image
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QImage

    scaled = picture.scaledToWidth(1000, Qt.TransformationMode.SmoothTransformation)
    small = scaled.convertToFormat(QImage.Format.Format_RGB888)
    size = (small.width(), small.height())
    return Image.frombuffer("RGB", size, bytes(small.constBits()), "raw", "RGB", small.bytesPerLine(), 1)


if __name__ == "__main__":
    main()
