"""Exported scripts and notebooks, run alone, give the window's weights."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.commands import Compile, Fit, SetBatchSize, SetTrainable, Step
from core.data.built_in import Plane, XorOfThreeBits
from core.files.script_file import EXACT, READABLE, spelt, write_script
from core.script.writer import joined, script
from core.workbench.workbench import Workbench
from tests.core.helpers.benches import TWO_LAYERS, bench_with, examples, weights
from tests.core.script.test_readable import clicks
from tests.core.script.test_transcript_random import click

pytestmark = pytest.mark.numbers


def cells(path: Path) -> list[dict[str, Any]]:
    return json.loads(path.read_text(encoding="utf-8"))["cells"]


@pytest.fixture(scope="module")
def bench() -> Workbench:
    bench = bench_with(TWO_LAYERS, XorOfThreeBits())
    for command in (Step(1200), SetTrainable("hidden", False), Step(5), SetBatchSize(3, 1), Step(7), Compile(), Fit(2)):
        bench.do([command])
    return bench


def test_that_a_notebook_has_headings_and_its_cells_give_the_weights(bench, tmp_path):
    for spelling in (EXACT, READABLE):
        path = tmp_path / f"{spelling}.ipynb"
        write_script(path, spelt(bench.history.entries, spelling), "수업 1", "Prose.")
        found = cells(path)
        assert "".join(found[0]["source"]) == "# 수업 1\n\nProse."
        headings = ["".join(cell["source"]) for cell in found if cell["cell_type"] == "markdown"]
        assert "## Freeze hidden: its weights stay as they are" in headings
        assert headings[-1] == "## The loss"
        namespace: dict[str, Any] = {}
        for cell in found:
            if cell["cell_type"] == "code" and "plt" not in "".join(cell["source"]):
                exec("".join(cell["source"]), namespace)
        assert len(namespace["losses"]) == 1212
        for one, other in zip(weights(bench.network.model), weights(namespace["model"]), strict=True):
            if spelling == EXACT:
                assert one.tobytes() == other.tobytes()
            np.testing.assert_allclose(one, other, rtol=1e-3, atol=1e-4)
    write_script(tmp_path / "one.py", spelt(bench.history.entries, EXACT), "")
    assert (tmp_path / "one.py").read_text(encoding="utf-8") == script(bench.history.entries)


TAIL = "\nimport numpy\nnumpy.savez('weights.npz', *[one.numpy() for one in model.variables])\n"


def run_script(path: Path, text: str) -> list[np.ndarray]:
    """Run a script in a fresh interpreter that knows nothing of this program."""
    path.write_text(text + TAIL, encoding="utf-8")
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    subprocess.run([sys.executable, path.name], cwd=path.parent, env=environment, check=True, capture_output=True)
    with np.load(path.parent / "weights.npz") as arrays:
        return [arrays[name] for name in arrays.files]


def run_notebook(path: Path) -> list[np.ndarray]:
    """Run a notebook as Jupyter does."""
    import nbclient
    import nbformat

    made = nbformat.read(path, as_version=4)
    made.cells.append(nbformat.v4.new_code_cell(TAIL))
    nbclient.NotebookClient(made, timeout=300, resources={"metadata": {"path": str(path.parent)}}).execute()
    with np.load(path.parent / "weights.npz") as arrays:
        return [arrays[name] for name in arrays.files]


@pytest.mark.thorough
@examples(int(os.environ.get("EXPORTS", "4")), shrink=False)
@given(intents=st.lists(clicks, min_size=4, max_size=9))
def test_that_random_sessions_run_alone_as_script_and_as_notebook(tmp_path_factory, intents):
    folder = tmp_path_factory.mktemp("exported")
    bench = bench_with(TWO_LAYERS, XorOfThreeBits())
    for intent in intents:
        click(bench, intent)
    ours, entries = weights(bench.network.model), bench.history.entries
    write_script(folder / "one.ipynb", spelt(entries, EXACT), "One")
    bits = [one.tobytes() for one in ours]
    assert [one.tobytes() for one in run_script(folder / "one.py", joined(spelt(entries, EXACT)))] == bits
    assert [one.tobytes() for one in run_notebook(folder / "one.ipynb")] == bits


def test_that_a_notebook_ends_with_the_loss_of_the_rows_to_check_with(without_xla, tmp_path, capsys):
    bench = bench_with(TWO_LAYERS, Plane(20, validation=0.25))
    bench.do([Step(9)])
    write_script(tmp_path / "one.ipynb", spelt(bench.history.entries, EXACT), "")
    namespace: dict[str, Any] = {}
    for cell in cells(tmp_path / "one.ipynb"):
        if cell["cell_type"] == "code" and "plt" not in "".join(cell["source"]):
            exec("".join(cell["source"]), namespace)
    assert float(capsys.readouterr().out.split()[-1]) == bench.snapshot().validation.loss
