"""Made sets of one or two inputs, with noise and a seed: those that every course on classification draws.

scikit-learn makes moons, circles and blobs; it is imported when one of them is loaded.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from core.data.built_in import TO_TENSORS, Batch, check_made, read_only, split, split_lines

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TWO_CLASSES = ("0", "1")
CENTERS = [[-0.6, -0.5], [0.6, -0.5], [0.0, 0.6]]


@dataclass(frozen=True)
class _Noisy:
    """Points whose number, noise and seed can be chosen.

    Args:
        samples: the number of points, at least 1.
        noise: the standard deviation of what is added to the points, or to the targets that are numbers; 0 to 1.
        seed: of the random numbers, at least 0.
        validation: the share of the rows that no step learns from, 0 to 0.5.

    Raises:
        ValueError: one of them is impossible; the message says what was expected and received.
    """

    scale: ClassVar[bool] = False
    classes: ClassVar[tuple[str, ...]] = TWO_CLASSES
    samples: int = 200
    noise: float = 0.1
    seed: int = 0
    validation: float = 0.0

    def __post_init__(self) -> None:
        check_made(self, self.samples, self.noise, self.seed, self.validation)

    def load(self) -> Batch:
        X, Y = self._points()
        batch = Batch(read_only(X), read_only(Y), tuple(f"x{i}" for i in range(X.shape[1])), ("y",), self.classes)
        return split(batch, self.validation, self.seed)

    def lines(self) -> tuple[str, ...]:
        return (*self._point_lines(), *TO_TENSORS, *split_lines(self.validation, self.seed))

    def _points(self) -> tuple[NDArray[np.float64], Any]:
        """Return X, (samples, inputs), and Y, (samples, 1)."""
        raise NotImplementedError

    def _point_lines(self) -> tuple[str, ...]:
        """Return lines that make `X` and `Y_true` as `_points` does."""
        raise NotImplementedError

    def _by_scikit(self, make: Callable[..., tuple[Any, Any]], **more: Any) -> tuple[Any, Any]:
        X, Y = make(n_samples=self.samples, random_state=self.seed, **more)
        return X, Y[:, None]

    def _lines_by_scikit(self, function: str, more: str) -> tuple[str, ...]:
        return (
            f"from sklearn.datasets import {function}",
            "",
            f"X, Y = {function}(n_samples={self.samples}, {more}, random_state={self.seed})",
            "Y_true = Y[:, None]",
        )


@dataclass(frozen=True)
class Moons(_Noisy):
    """Two half-moons that reach into each other."""

    name: ClassVar[str] = "Moons"

    def _points(self) -> tuple[NDArray[np.float64], Any]:
        from sklearn.datasets import make_moons

        return self._by_scikit(make_moons, noise=self.noise)

    def _point_lines(self) -> tuple[str, ...]:
        return self._lines_by_scikit("make_moons", f"noise={self.noise!r}")


@dataclass(frozen=True)
class Circles(_Noisy):
    """A circle inside another."""

    name: ClassVar[str] = "Circles"

    def _points(self) -> tuple[NDArray[np.float64], Any]:
        from sklearn.datasets import make_circles

        return self._by_scikit(make_circles, noise=self.noise, factor=0.5)

    def _point_lines(self) -> tuple[str, ...]:
        return self._lines_by_scikit("make_circles", f"noise={self.noise!r}, factor=0.5")


@dataclass(frozen=True)
class Blobs(_Noisy):
    """Three clouds, a class each; the noise is their width."""

    name: ClassVar[str] = "Blobs"
    classes: ClassVar[tuple[str, ...]] = ("0", "1", "2")
    noise: float = 0.2

    def _points(self) -> tuple[NDArray[np.float64], Any]:
        from sklearn.datasets import make_blobs

        return self._by_scikit(make_blobs, centers=CENTERS, cluster_std=self.noise)

    def _point_lines(self) -> tuple[str, ...]:
        return (
            "from sklearn.datasets import make_blobs",
            "",
            "X, Y = make_blobs(",
            f"    n_samples={self.samples}, centers={CENTERS},",
            f"    cluster_std={self.noise!r}, random_state={self.seed},",
            ")",
            "Y_true = Y[:, None]",
        )


@dataclass(frozen=True)
class Spirals(_Noisy):
    """Two spirals of one turn, wound into each other: the hardest of these sets."""

    name: ClassVar[str] = "Spirals"
    noise: float = 0.02

    def _points(self) -> tuple[NDArray[np.float64], Any]:
        import numpy as np

        rng = np.random.default_rng(self.seed)
        Y = np.arange(self.samples)[:, None] % 2
        data = np.linspace(0.1, 1.0, self.samples)[:, None]
        X = data * np.hstack([np.sin(6 * data + np.pi * Y), np.cos(6 * data + np.pi * Y)])
        return X + rng.normal(0.0, self.noise, size=X.shape), Y

    def _point_lines(self) -> tuple[str, ...]:
        return (
            f"rng = np.random.default_rng({self.seed})",
            f"Y_true = np.arange({self.samples})[:, None] % 2",
            f"data = np.linspace(0.1, 1.0, {self.samples})[:, None]  # the distance from the centre",
            "X = data * np.hstack([np.sin(6 * data + np.pi * Y_true), np.cos(6 * data + np.pi * Y_true)])",
            f"X = X + rng.normal(0.0, {self.noise!r}, size=X.shape)",
        )


@dataclass(frozen=True)
class XorOfTwoInputs(_Noisy):
    """Class 1 where both inputs have the same sign: no straight line parts the classes."""

    name: ClassVar[str] = "XOR of two inputs"

    def _points(self) -> tuple[NDArray[np.float64], Any]:
        import numpy as np

        rng = np.random.default_rng(self.seed)
        X = rng.uniform(-1.0, 1.0, size=(self.samples, 2))
        Y = np.where(X[:, 0:1] * X[:, 1:2] > 0, 1, 0)
        return X + rng.normal(0.0, self.noise, size=X.shape), Y

    def _point_lines(self) -> tuple[str, ...]:
        return (
            f"rng = np.random.default_rng({self.seed})",
            f"X = rng.uniform(-1.0, 1.0, size=({self.samples}, 2))",
            "Y_true = np.where(X[:, 0:1] * X[:, 1:2] > 0, 1, 0)",
            f"X = X + rng.normal(0.0, {self.noise!r}, size=X.shape)",
        )


@dataclass(frozen=True)
class Sine(_Noisy):
    """One period of a sine of one input."""

    name: ClassVar[str] = "Sine"
    classes: ClassVar[tuple[str, ...]] = ()

    def _points(self) -> tuple[NDArray[np.float64], Any]:
        import numpy as np

        rng = np.random.default_rng(self.seed)
        X = rng.uniform(-1.0, 1.0, size=(self.samples, 1))
        return X, np.sin(np.pi * X) + rng.normal(0.0, self.noise, size=X.shape)

    def _point_lines(self) -> tuple[str, ...]:
        return (
            f"rng = np.random.default_rng({self.seed})",
            f"X = rng.uniform(-1.0, 1.0, size=({self.samples}, 1))",
            f"Y_true = np.sin(np.pi * X) + rng.normal(0.0, {self.noise!r}, size=X.shape)",
        )
