"""The small real data sets that come with scikit-learn. It is imported when the first of them is loaded."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from core.data.built_in import LARGEST_SHARE, SMALLEST_SHARE, Batch
from core.design.seeds import LARGEST_SEED


@dataclass(frozen=True)
class Facts:
    """What has to be known of a set before it is loaded.

    Attributes:
        name: in English, as a window lists it.
        target: the name of its target.
        classes: whether the targets are classes.
        scale: whether a Normalization layer should scale the inputs, because their sizes differ.
        inputs_by, targets_by: what the numbers of the set are divided by.
        image: the rows and columns of pixels, if each sample is a picture.
    """

    name: str
    target: str
    classes: bool = True
    scale: bool = True
    inputs_by: int = 1
    targets_by: int = 1
    image: tuple[int, int] | None = None


FACTS = {
    "iris": Facts("Iris", "species"),
    "wine": Facts("Wine", "cultivar"),
    "breast_cancer": Facts("Breast cancer", "diagnosis"),
    "diabetes": Facts("Diabetes", "progression in hundreds", classes=False, targets_by=100),
    # some pixels are 0 nearly everywhere: divided by their spread, the few others would be huge
    "digits": Facts("Digits", "digit", scale=False, inputs_by=16, image=(8, 8)),
}
"""The sets, by what follows `load_` in the name of the function that loads them."""


@dataclass(frozen=True)
class ScikitSet:
    """A data set of scikit-learn, split in rows to learn from and rows to check with.

    Args:
        key: in `FACTS`.
        validation: the share of the rows that no step learns from, 0 to 0.5.
        seed: of the split, at least 0.

    Raises:
        ValueError: there is no such set, or the split is impossible; the message says what was received.
    """

    key: str
    validation: float = 0.2
    seed: int = 0

    def __post_init__(self) -> None:
        if self.key not in FACTS:
            raise ValueError(f"Expected one of {', '.join(FACTS)}, received {self.key!r}.")
        shares = SMALLEST_SHARE <= self.validation <= LARGEST_SHARE or self.validation == 0
        if not shares or not 0 <= self.seed <= LARGEST_SEED:
            expected = f"a share of 0, or {SMALLEST_SHARE} to {LARGEST_SHARE}, and a seed"
            raise ValueError(f"Expected {expected}, received {self}.")

    @property
    def facts(self) -> Facts:
        """What is known of the set."""
        return FACTS[self.key]

    @property
    def name(self) -> str:
        return self.facts.name

    @property
    def scale(self) -> bool:
        return self.facts.scale

    def load(self) -> Batch:
        return _batch_of(self)

    def lines(self) -> tuple[str, ...]:
        facts = self.facts
        inputs = "data.data" + _divided(facts.inputs_by)
        targets = "data.target[:, None]" + _divided(facts.targets_by)
        load = f"load_{self.key}"
        names = ("classes = data.target_names",) if facts.classes else ()
        if not self.validation:
            return (
                f"from sklearn.datasets import {load}",
                "",
                f"data = {load}()",
                *names,
                f"X = tf.constant({inputs}, tf.float32)",
                f"Y_true = tf.constant({targets}, tf.float32)",
            )
        same_shares = ", stratify=data.target" if facts.classes else ""
        return (
            f"from sklearn.datasets import {load}",
            "from sklearn.model_selection import train_test_split",
            "",
            f"data = {load}()",
            *names,
            "X, X_val, Y, Y_val = train_test_split(",
            f"    {inputs}, {targets}, test_size={self.validation!r}, random_state={self.seed}{same_shares}",
            ")",
            "X, X_val = tf.constant(X, tf.float32), tf.constant(X_val, tf.float32)",
            "Y_true, Y_val = tf.constant(Y, tf.float32), tf.constant(Y_val, tf.float32)",
        )


CLASSIC = tuple(ScikitSet(key) for key in FACTS)


def _divided(by: int) -> str:
    return f" / {by}" if by != 1 else ""


@lru_cache(maxsize=4)
def _batch_of(source: ScikitSet) -> Batch:
    """Do what the lines say."""
    from sklearn import datasets
    from sklearn.model_selection import train_test_split

    facts = source.facts
    data = getattr(datasets, f"load_{source.key}")()
    X, Y, X_val, Y_val = data.data / facts.inputs_by, data.target[:, None] / facts.targets_by, None, None
    if source.validation:
        parts = {"test_size": source.validation, "random_state": source.seed}
        X, X_val, Y, Y_val = train_test_split(X, Y, stratify=data.target if facts.classes else None, **parts)
    classes = tuple(str(name) for name in data.target_names) if facts.classes else ()
    return Batch(X, Y, tuple(map(str, data.feature_names)), (facts.target,), classes, X_val, Y_val, facts.image)
