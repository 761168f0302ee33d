"""Ready-made pictures on a matplotlib figure: copying them is some ten times as fast as drawing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.text import Text

from gui.plots.health_numbers import Numbers

if TYPE_CHECKING:
    from matplotlib.figure import Figure


class Stamp(Artist):
    """A picture that is copied to the figure, pixel by pixel. In a file of vectors its words are written instead.

    Attributes:
        picture: (rows, columns, 4), uint8, the first row at the top, in pixels of the canvas.
        words: the text that it shows, and its looks; None of what is no text.
        left, bottom: where its lower left corner lies, in pixels of a canvas of `dpi` dots per inch.
    """

    def __init__(self, picture: Numbers) -> None:
        super().__init__()
        self.picture = picture
        self.words: tuple[str, dict[str, Any]] | None = None
        self.left = self.bottom = self.dpi = 1.0

    def write(self, figure: Figure, text: str, **looks: Any) -> None:
        """Show a text; see `written`."""
        self.picture, self.words = written(figure, text, **looks), (text, looks)

    def place(self, left: float, bottom: float, dpi: float) -> None:
        """Set where its lower left corner lies, in pixels of a canvas of so many dots per inch."""
        self.left, self.bottom, self.dpi = left, bottom, dpi

    def draw(self, renderer: Any) -> None:
        """Copy the picture."""
        if not self.get_visible() or not self.picture.size:
            return
        figure = self.get_figure()
        assert figure is not None
        scale = figure.dpi / self.dpi  # a file of vectors counts in points
        left, bottom = self.left * scale, self.bottom * scale
        if isinstance(renderer, RendererAgg) or self.words is None:
            upside_down = np.ascontiguousarray(self.picture[::-1])  # Agg begins at the bottom
            renderer.draw_image(renderer.new_gc(), round(left), round(bottom), upside_down)
            return
        text, looks = self.words
        words = Text(left, bottom, text, va="bottom", **looks)
        words.set_figure(figure)
        words.draw(renderer)


def stretched(image: Numbers, rows: int, columns: int) -> Numbers:
    """Repeat each pixel of the image so that it fills the given rows and columns."""
    down = np.arange(rows) * image.shape[0] // max(1, rows)
    along = np.arange(columns) * image.shape[1] // max(1, columns)
    return image[down[:, None], along]


def written(figure: Figure, text: str, **looks: Any) -> Numbers:
    """Return a text as a picture for a stamp, on a transparent ground.

    Args:
        figure: where it will be stamped; its dots per inch count.
        looks: what matplotlib's Text understands, e.g. color and fontsize.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    page = Figure(figsize=(4, 0.5), dpi=figure.dpi)
    page.patch.set_alpha(0)
    canvas = FigureCanvasAgg(page)
    words = page.text(0.02, 0.5, text, va="center", **looks)
    canvas.draw()
    picture = np.asarray(canvas.buffer_rgba())
    box = words.get_window_extent()
    top, bottom = picture.shape[0] - int(np.ceil(box.y1)) - 1, picture.shape[0] - int(box.y0) + 1
    return picture[max(0, top) : bottom, max(0, int(box.x0)) : int(np.ceil(box.x1)) + 1].copy()
