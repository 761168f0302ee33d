"""NumPy files as tables: arrays by their usual names, and what is refused before any number is read."""

from __future__ import annotations

import io
import zipfile

import numpy as np
import pytest

from core.problems.problem import Problem
from core.tables.choices import propose
from core.tables.table import read_table
from core.tables.table_file import source_of
from tests.core.helpers.scripts import run_source

RNG = np.random.default_rng(0)
X, Y = RNG.normal(size=(30, 3)), np.arange(30) % 3
IMAGES = RNG.integers(0, 255, size=(30, 2, 2)).astype(np.uint8)
WORDS = np.array(["red", "green", "blue"])[Y]


def opened(path):
    return source_of(table := read_table(str(path)), propose(table))


def made(folder, **arrays):
    np.savez(folder / "data.npz", **arrays)
    return folder / "data.npz"


@pytest.mark.parametrize(
    ("arrays", "pair", "inputs"),
    [
        ({"X": X, "y": Y}, ("X", "y"), X),
        ({"y": Y.reshape(-1, 1), "x": X}, ("x", "y"), X),
        ({"x_train": IMAGES, "y_train": Y, "x_test": IMAGES[:5], "y_test": Y[:5]}, ("x_train", "y_train"), IMAGES),
        ({"images": IMAGES, "labels": WORDS, "more": np.ones(3)}, ("images", "labels"), IMAGES),
        ({"data": X, "target": Y, "feature_names": np.array(["a", "b", "c"])}, ("data", "target"), X),
        ({"one": X, "two": Y}, ("one", "two"), X),
    ],
    ids=lambda value: "+".join(value) if isinstance(value, dict) else None,
)
def test_that_arrays_of_samples_are_found_by_their_names(tmp_path, arrays, pair, inputs):
    source = opened(made(tmp_path, **arrays))
    assert (source.reading.inputs, source.reading.targets) == pair
    batch = source.load()
    assert batch.columns == tuple(f"x{i}" for i in range(inputs[0].size))
    assert len(batch.classes) == 3
    everything = np.concatenate([batch.X, batch.X_val])
    flat = inputs.reshape(30, -1).astype(np.float32)
    np.testing.assert_array_equal(everything[np.lexsort(everything.T)], flat[np.lexsort(flat.T)])
    left = run_source(source)
    for name in ("X", "Y_true", "X_val", "Y_val"):
        assert left[name].numpy().tobytes() == getattr(batch, name).tobytes()


def test_that_a_single_array_has_the_target_in_its_last_column(tmp_path):
    source = opened(made(tmp_path, table=np.column_stack([X, Y / 7])))
    assert [use.name for use in source.inputs] == ["x0", "x1", "x2"]
    assert [use.name for use in source.targets] == ["y"]
    left = run_source(source)
    assert left["X"].numpy().tobytes() == source.load().X.tobytes()


def test_that_an_array_of_several_targets_becomes_as_many_outputs(tmp_path):
    source = opened(made(tmp_path, X=X, y=np.column_stack([Y, X[:, 0] * 2])))
    assert [use.name for use in source.targets] == ["y0", "y1"]
    batch = source.load()
    assert (batch.outputs, batch.classes) == (2, ())
    np.testing.assert_array_equal(batch.Y_true[:, 1], (2 * X.astype(np.float64)[:, 0]).astype(np.float32)[_rows(batch)])
    left = run_source(source)
    assert left["Y_true"].numpy().tobytes() == batch.Y_true.tobytes()


def _rows(batch) -> list[int]:
    """Where the rows to learn from stand in X."""
    return [int(np.flatnonzero((X.astype(np.float32) == row).all(axis=1))[0]) for row in batch.X]


def bomb(shape: str) -> bytes:
    """A .npy whose header promises more numbers than it holds."""
    header = f"{{'descr': '<f8', 'fortran_order': False, 'shape': {shape}, }}".ljust(117) + "\n"
    return b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header.encode() + bytes(64)


def zipped(**files: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(f"{name}.npy", content)
    return packed.getvalue()


def pickled(**arrays) -> bytes:
    packed = io.BytesIO()
    np.savez(packed, **arrays)
    return packed.getvalue()


BAD = {
    "no pair": (pickled(a=X, b=X, c=Y), "table.arrays"),
    "other lengths": (pickled(X=X, y=Y[:5]), "table.arrays"),
    "only numbers for each": (pickled(y=Y), "table.arrays"),
    "targets in three axes": (pickled(X=X, y=IMAGES), "table.arrays"),
    "objects": (pickled(X=np.array([{}, []], object).reshape(2, 1), y=np.array([1, 2])), "table.arrays"),
    "complex": (pickled(X=X * 1j, y=Y), "table.arrays"),
    "nothing": (zipped(), "table.arrays"),
    "no arrays": (zipped(X=b"hello", y=b"you"), "table.unreadable"),
    "a header only": (zipped(X=bomb("(1000000000, 100)"), y=bomb("(1000000000,)")), "table.unreadable"),
    "cut": (pickled(X=X, y=Y)[:300], "table.unreadable"),
}


@pytest.mark.parametrize("name", BAD)
def test_that_what_is_no_table_is_refused(tmp_path, name):
    content, kind = BAD[name]
    path = tmp_path / "bad.npz"
    path.write_bytes(content)
    with pytest.raises(Problem) as refused:
        opened(path)
    assert refused.value.kind == kind


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (bomb("(99999999, 9)"), "table.unreadable"),
        (bomb("(1, 8")[:90], "table.unreadable"),
        (bomb("(8,)"), "table.array_shape"),
    ],
)
def test_that_a_broken_array_is_refused(tmp_path, content, kind):
    path = tmp_path / "bad.npy"
    path.write_bytes(content)
    with pytest.raises(Problem) as refused:
        opened(path)
    assert refused.value.kind == kind


def test_that_no_object_is_ever_unpickled(tmp_path):
    class Trap:
        def __reduce__(self):
            return (open, (str(tmp_path / "trapped"), "w"))

    trap = np.array([[Trap(), 1]], object)
    np.save(tmp_path / "trap.npy", trap, allow_pickle=True)
    np.savez(tmp_path / "trap.npz", X=trap, y=np.ones(1))
    for name in ("trap.npy", "trap.npz"):
        with pytest.raises(Problem):
            opened(tmp_path / name)
    assert not (tmp_path / "trapped").exists()
