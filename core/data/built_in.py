"""A source of a batch, and the built-in ones of three inputs. (A file's is in `core.tables.table_file`.)

A *source* is a small hashable value that says where a batch comes from. `load()` returns the batch, and `lines()`
returns Python that makes bit-equal data in a fresh interpreter. numpy is imported only when a batch is loaded,
because the window lists the sources before numpy is available.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

NOTEBOOK_X = [[0.2, 0.5, 0.7], [0.3, 0.6, 0.2], [0.1, -0.3, -0.2]]
NOTEBOOK_Y_TRUE = [[1.2], [-0.5], [0.3]]

SPHERE_RADIUS = 0.985
"""A sphere of this radius fills half of the cube from -1 to 1, so that the two classes are balanced."""

SMALLEST_SHARE, LARGEST_SHARE = 0.05, 0.5
"""The limits of the share of the rows that no step learns from, if there are any."""

MOST_SAMPLES = 1_000_000
"""Of a set that is made, as many as a file may have rows."""

MOST_NOISE = 1.0
"""The largest standard deviation of noise: as large as the sets themselves."""

TO_TENSORS = ("X = tf.constant(X, tf.float32)", "Y_true = tf.constant(Y_true, tf.float32)")


@dataclass(frozen=True, eq=False)
class Batch:
    """The samples that every gradient step uses. The arrays are copied, contiguous and read-only.

    Args:
        X: the inputs, shape (samples, inputs), kept as float32.
        Y_true: the targets, kept as float32: shape (samples, targets); of classes (samples, 1) with the number of
            the class, or one-hot (samples, classes).
        columns: the names of the inputs, one per column of `X`.
        targets: the names of the columns of `Y_true`.
        classes: the names of the classes 0, 1, 2 …; none if the targets are numbers.
        X_val, Y_val: the rows that no step learns from, of the same kind; None if there are none.
        image: the rows and columns of pixels, if the inputs of a sample are a picture; else None.

    Raises:
        ValueError: the shapes do not match; the message says what was expected and received.
    """

    X: NDArray[np.float32]
    Y_true: NDArray[np.float32]
    columns: tuple[str, ...]
    targets: tuple[str, ...]
    classes: tuple[str, ...] = ()
    X_val: NDArray[np.float32] | None = None
    Y_val: NDArray[np.float32] | None = None
    image: tuple[int, int] | None = None

    def __post_init__(self) -> None:
        for name in ("X", "Y_true", "X_val", "Y_val"):
            if getattr(self, name) is not None:
                object.__setattr__(self, name, read_only(getattr(self, name)))
        for X, Y in ((self.X, self.Y_true), (self.X_val, self.Y_val)):
            if X is None or Y is None:
                continue
            if X.ndim != 2 or X.shape[1] != len(self.columns):
                raise ValueError(f"Expected X of shape (samples, {len(self.columns)}), received {X.shape}.")
            if (
                Y.shape != (len(X), len(self.targets))
                or not self.targets
                or (self.classes and len(self.targets) not in (1, len(self.classes)))
            ):
                raise ValueError(f"Expected Y_true of shape ({len(X)}, {len(self.targets)}), received {Y.shape}.")

    @property
    def samples(self) -> int:
        """The number of samples, i.e. of rows of `X`."""
        return int(self.X.shape[0])

    @property
    def inputs(self) -> int:
        """The number of inputs, i.e. of columns of `X`."""
        return int(self.X.shape[1])

    @property
    def one_hot(self) -> bool:
        """Whether the targets are classes with a column for each: 1 for the true one, 0 for the others."""
        return bool(self.classes) and len(self.targets) > 1

    @cached_property
    def labels(self) -> NDArray[np.float32]:
        """The number of the class of each sample, (samples, 1), if the targets are classes."""
        return class_numbers(self.Y_true)

    @cached_property
    def wanted(self) -> NDArray[np.float32]:
        """What each output unit should give, (samples, outputs): the target, or 1 for the true class and 0 else."""
        import numpy as np

        if len(self.classes) <= 2 or self.one_hot:
            return self.Y_true
        return read_only(self.Y_true == np.arange(len(self.classes)))

    @property
    def outputs(self) -> int:
        """The number of output units that the targets need: one for a number or for two classes, else one for each."""
        return len(self.classes) if len(self.classes) > 2 else int(self.Y_true.shape[1])


class Source(Protocol):
    """Where a batch comes from. Sources are frozen and hashable; equal sources load equal batches."""

    @property
    def name(self) -> str:
        """A short English name for a list of sources; a window may translate it."""
        ...

    @property
    def scale(self) -> bool:
        """Whether the network should begin with a Normalization layer that scales the inputs."""
        ...

    def load(self) -> Batch:
        """Load the batch.

        Raises:
            Problem: the batch can no longer be read from its file. The built-in sources never raise.
        """
        ...

    def lines(self) -> tuple[str, ...]:
        """Return Python lines that make the same batch, as tensors `X` and `Y_true`, from `np` and `tf` alone."""
        ...


def check_made(source: object, samples: int, noise: float, seed: int, validation: float) -> None:
    """Raise a ValueError unless a set can be made of so many samples with this noise, seed and split."""
    right = (2 if validation else 1) <= samples <= MOST_SAMPLES and seed >= 0 and 0 <= noise <= MOST_NOISE
    if not right or not 0 <= validation <= LARGEST_SHARE:
        expected = f"1 to {MOST_SAMPLES} samples and a seed of at least 0, noise of 0 to {MOST_NOISE}"
        raise ValueError(f"Expected {expected}, and a share of 0 to {LARGEST_SHARE}, received {source}.")


def split(batch: Batch, validation: float, seed: int) -> Batch:
    """Return a batch in which no step learns from a share of the rows, which are drawn with a seed."""
    import numpy as np

    if not validation:
        return batch
    order = np.random.default_rng([seed, 1]).permutation(batch.samples)
    train, val = np.split(order, [int((1 - validation) * batch.samples)])
    X, Y = batch.X, batch.Y_true
    return replace(batch, X=X[train], Y_true=Y[train], X_val=X[val], Y_val=Y[val])


def split_lines(validation: float, seed: int) -> tuple[str, ...]:
    """Return lines that do the same with the tensors `X` and `Y_true`."""
    if not validation:
        return ()
    return (
        f"order = np.random.default_rng([{seed}, 1]).permutation(len(X))",
        f"train, val = np.split(order, [int({1 - validation!r} * len(X))])",
        "X, X_val = tf.gather(X, train), tf.gather(X, val)",
        "Y_true, Y_val = tf.gather(Y_true, train), tf.gather(Y_true, val)",
    )


@dataclass(frozen=True)
class NotebookBatch:
    """The three samples of the notebook: X of shape (3, 3), Y_true of shape (3, 1)."""

    name: ClassVar[str] = "Notebook batch"
    scale: ClassVar[bool] = False

    def load(self) -> Batch:
        return _three_inputs(NOTEBOOK_X, NOTEBOOK_Y_TRUE)

    def lines(self) -> tuple[str, ...]:
        return (f"X = tf.constant({NOTEBOOK_X}, tf.float32)", f"Y_true = tf.constant({NOTEBOOK_Y_TRUE}, tf.float32)")


@dataclass(frozen=True)
class _RandomPoints:
    """Random points in the cube from -1 to 1, shape (samples, 3).

    Args:
        samples: number of samples, at least 1.
        seed: of the random numbers, at least 0.
        noise: the standard deviation of what is added to the targets or points, 0 to 1.
        validation: the share of the rows that no step learns from, 0 to 0.5.

    Raises:
        ValueError: one of them is impossible; the message says what was expected and received.
    """

    scale: ClassVar[bool] = False
    samples: int
    seed: int = 0
    noise: float = 0.0
    validation: float = 0.0

    def __post_init__(self) -> None:
        check_made(self, self.samples, self.noise, self.seed, self.validation)

    def _points(self) -> tuple[NDArray[np.float64], np.random.Generator]:
        """Return the points, and the generator that made them and makes the noise."""
        import numpy as np

        rng = np.random.default_rng(self.seed)
        return rng.uniform(-1.0, 1.0, size=(self.samples, 3)), rng

    def _noisy(self, values: NDArray[np.float64], rng: np.random.Generator) -> NDArray[np.float64]:
        """Return numbers with noise, if there is to be any."""
        return values + rng.normal(0.0, self.noise, size=values.shape) if self.noise else values

    def _points_lines(self) -> tuple[str, ...]:
        rng = f"np.random.default_rng({self.seed})"
        if not self.noise:
            return (f"X = {rng}.uniform(-1.0, 1.0, size=({self.samples}, 3))",)
        return (f"rng = {rng}", f"X = rng.uniform(-1.0, 1.0, size=({self.samples}, 3))")

    def _noise_lines(self, name: str) -> tuple[str, ...]:
        added = f"{name} = {name} + rng.normal(0.0, {self.noise!r}, size={name}.shape)"
        return (added,) if self.noise else ()


@dataclass(frozen=True)
class Plane(_RandomPoints):
    """A linear target, so that one unit shows the solution: kernel 0.5, -0.3, 0.2 and bias 0.1."""

    name: ClassVar[str] = "Plane"
    samples: int = 64

    def load(self) -> Batch:
        X, rng = self._points()
        Y = 0.5 * X[:, 0:1] - 0.3 * X[:, 1:2] + 0.2 * X[:, 2:3] + 0.1
        return split(_three_inputs(X, self._noisy(Y, rng)), self.validation, self.seed)

    def lines(self) -> tuple[str, ...]:
        y_true = "Y_true = 0.5 * X[:, 0:1] - 0.3 * X[:, 1:2] + 0.2 * X[:, 2:3] + 0.1"
        tensors = (*self._noise_lines("Y_true"), *TO_TENSORS, *split_lines(self.validation, self.seed))
        return (*self._points_lines(), y_true, *tensors)


@dataclass(frozen=True)
class XorOfThreeBits:
    """All 8 combinations of three bits, and their parity, which no single unit can learn. X has shape (8, 3)."""

    name: ClassVar[str] = "XOR of three bits"
    scale: ClassVar[bool] = False

    def load(self) -> Batch:
        import numpy as np

        X = np.array([[a, b, c] for a in (0, 1) for b in (0, 1) for c in (0, 1)])
        return _three_inputs(X, X.sum(axis=1, keepdims=True) % 2)

    def lines(self) -> tuple[str, ...]:
        return (
            "X = np.array([[a, b, c] for a in (0, 1) for b in (0, 1) for c in (0, 1)])",
            "Y_true = X.sum(axis=1, keepdims=True) % 2",
            *TO_TENSORS,
        )


@dataclass(frozen=True)
class InsideSphere(_RandomPoints):
    """Target 1 for the points inside a sphere round the cube's centre, 0 outside: a boundary unlike any plane."""

    name: ClassVar[str] = "Inside a sphere"
    samples: int = 128

    def load(self) -> Batch:
        import numpy as np

        X, rng = self._points()
        Y = np.where((X**2).sum(axis=1, keepdims=True) < SPHERE_RADIUS**2, 1.0, 0.0)
        return split(_three_inputs(self._noisy(X, rng), Y), self.validation, self.seed)

    def lines(self) -> tuple[str, ...]:
        y_true = f"Y_true = np.where((X**2).sum(axis=1, keepdims=True) < {SPHERE_RADIUS}**2, 1.0, 0.0)"
        tensors = (*self._noise_lines("X"), *TO_TENSORS, *split_lines(self.validation, self.seed))
        return (*self._points_lines(), y_true, *tensors)


@dataclass(frozen=True)
class TypedSamples:
    """Samples whose numbers were typed, in X, in Y_true or in both; what was not typed is what it was before.

    Args:
        X, Y_true: the rows that were typed, or None.
    """

    name: ClassVar[str] = "Typed samples"
    scale: ClassVar[bool] = False
    X: tuple[tuple[float, ...], ...] | None = None
    Y_true: tuple[tuple[float, ...], ...] | None = None

    def load(self) -> Batch:
        X, Y_true = self.X or (), self.Y_true or ()
        return typed_batch(read_only(X), read_only(Y_true))

    def lines(self) -> tuple[str, ...]:
        typed = (("X", self.X), ("Y_true", self.Y_true))
        return tuple(f"{name} = tf.constant({[*map(list, rows)]}, tf.float32)" for name, rows in typed if rows)


SOURCES: tuple[Source, ...] = (NotebookBatch(), Plane(), XorOfThreeBits(), InsideSphere())
"""The built-in sources of three inputs, in the order in which a learner meets them; all are in `core.data.catalog`."""


def typed_batch(X: NDArray[np.float32], Y_true: NDArray[np.float32]) -> Batch:
    """Return typed numbers as a batch; three or more columns with a single 1 in each row are classes."""
    width = Y_true.shape[1]
    columns = tuple(f"x{i + 1}" for i in range(X.shape[1]))
    one_hot = width > 2 and bool((((Y_true == 0) | (Y_true == 1)).all(axis=1) & (Y_true.sum(axis=1) == 1)).all())
    targets = ("y",) if width == 1 else tuple(f"y{i + 1}" for i in range(width))
    return Batch(X, Y_true, columns, targets, tuple(map(str, range(width))) if one_hot else ())


def class_numbers(Y_true: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the numbers of classes, (rows, 1), of such numbers or of one-hot rows."""
    import numpy as np

    return Y_true if Y_true.shape[1] == 1 else read_only(np.argmax(Y_true, axis=1, keepdims=True))


def read_only(values: ArrayLike) -> NDArray[np.float32]:
    """Return a copy as float32 that cannot be changed."""
    import numpy as np

    array = np.array(values, dtype=np.float32, order="C")
    array.flags.writeable = False
    return array


def _three_inputs(X: ArrayLike, Y_true: ArrayLike) -> Batch:
    return Batch(read_only(X), read_only(Y_true), ("x0", "x1", "x2"), ("y",))
