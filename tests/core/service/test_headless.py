"""Sessions without a window, from the command line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from core.commands import SetOptimizer, Step
from core.data.built_in import XorOfThreeBits
from core.files.saved_session import SavedSession, saved_curves
from core.files.session_file import read_session, write_session
from core.history.loss_curves import LossCurves
from core.workbench.workbench import Workbench
from gui.start.options import parse
from tests.core.helpers.benches import TWO_LAYERS, bench_with, bits

ROOT = Path(__file__).parents[3]


def saved(bench: Workbench, path: Path) -> None:
    curves = LossCurves()
    curves.fold(bench.take_events(), bench.timeline.place(), None)
    write_session(path, SavedSession(bench.saved(), saved_curves(curves)))


def main(*argv: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "main.py", *argv], cwd=ROOT, capture_output=True, text=True, check=False)


def test_that_steps_are_taken_saved_and_exported_without_a_window_and_the_terminal_stays_silent(tmp_path, monkeypatch):
    """What TensorFlow says is in the log; `TF_CPP_MIN_LOG_LEVEL` as where nobody set it."""
    monkeypatch.delenv("TF_CPP_MIN_LOG_LEVEL", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    bench, path = bench_with(TWO_LAYERS, XorOfThreeBits(), SetOptimizer("adam", 0.01)), tmp_path / "one.layerscope"
    bench.do([Step(30)])
    saved(bench, path)
    out, notebook = tmp_path / "two.layerscope", tmp_path / "two.ipynb"
    done = main("--run", str(path), "--steps", "1500", "--save", str(out), "--export", str(notebook))
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("step 1530, loss ")
    assert done.stderr == ""
    assert "absl::InitializeLog" in next(tmp_path.rglob("layerscope.log")).read_text(encoding="utf-8")
    bench.do([Step(1500)])
    again = read_session(out)
    assert bits(Workbench.restored(again.history).network.model) == bits(bench.network.model)
    assert len(again.curves[0].losses) == 1530
    assert '"cells"' in notebook.read_text(encoding="utf-8")

    refused = main("--run", str(tmp_path / "none.layerscope"), "--steps", "1")
    assert refused.returncode == 1
    assert "cannot be found" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_that_options_that_make_no_sense_are_refused():
    assert parse(["one.layerscope", "--export", "two.py"]).run == "one.layerscope"
    assert parse(["one.csv"]).run is None
    for argv in (["--steps", "3"], ["--run", "a", "--export", "two.txt"], ["--run", "a", "--steps", "-1"],
                 ["--run", "a", "--steps", "1e3"], ["--run", "a", "--spelling", "other"]):  # fmt: skip
        with pytest.raises(SystemExit):
            parse(argv)
