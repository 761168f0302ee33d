"""Takes the README's pictures from the real window.

    uv run python -m tests.make_screenshots

Writes resources/screenshots/*.png, at the size a README shows them in.
"""

from __future__ import annotations

import os
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "resources" / "screenshots"


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
        while not lessons.page.name.startswith("1_4"):
            lessons.show_next()
        lessons.do_it()
        while lessons.running:
            settle()
        assert window.session.wait_idle(60_000)
        take(window, name)
        window.close()
        window.session.close()

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
    QApplication.quit()


if __name__ == "__main__":
    main()
