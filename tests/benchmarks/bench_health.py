"""What the health page costs the thread that paints: recording a step, and refreshing the page in each of its modes.

    uv run python -m tests.benchmarks.bench_health

It runs offscreen, with the usual network and a log that is full. Figures belong to the machine they were taken on.
"""

from __future__ import annotations

import os
from statistics import median
from time import perf_counter

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

SIZES = ((954, 113), (1072, 179))
ROUNDS = 60


def main() -> None:
    from PySide6.QtWidgets import QApplication

    from core.health.health_log import HealthLog
    from gui.health.health_chart import MODES
    from gui.health.health_panel import HealthPanel
    from gui.look import theme
    from tests.gui.helpers.snapshots import make_snapshot

    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    app.setStyle("Fusion")
    theme.use(theme.Theme())
    snapshots = [make_snapshot(seed=step % 40, step=step) for step in range(1400)]
    log, times = HealthLog(), []
    for snapshot in snapshots:
        times.append(seconds(lambda snapshot=snapshot: log.record(snapshot)))
    print(f"recording a step of 3-5-5-5-1      {show(times)}")
    for size in SIZES:
        panel = HealthPanel()
        panel.resize(*size)
        panel.show()
        for snapshot in snapshots[:1000]:
            panel._recorded_at = 0.0
            panel.set_snapshot(snapshot)
        for mode, button in zip(MODES, panel.toggle.buttons):
            button.click()
            app.processEvents()
            app.processEvents()
            refresh, paint = [], []
            for snapshot in snapshots[1000 : 1000 + ROUNDS]:
                panel._snapshot = snapshot
                refresh.append(seconds(panel._refresh))
                paint.append(seconds(app.processEvents))
            full = [seconds(panel._chart._canvas.draw) for _ in range(5)]
            print(f"{size[0]}x{size[1]} {mode:<14} refresh {show(refresh)}, its paint {show(paint)}, full {show(full)}")
        panel.close()


def seconds(what: object) -> float:
    started = perf_counter()
    what()  # type: ignore[operator]
    return perf_counter() - started


def show(times: list[float]) -> str:
    return f"{1000 * median(times):6.2f} ms (longest {1000 * max(times):6.2f})"


if __name__ == "__main__":
    main()
