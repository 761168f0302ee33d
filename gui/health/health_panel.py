"""The Health panel: what is wrong with the network, each layer's vital signs, and their course over the steps."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from core.snapshot.place import Place
from gui.health.findings import Findings
from gui.health.health_chart import HealthChart
from gui.health.layer_table import HealthTable
from gui.look import theme
from gui.widgets.panel import UNLIMITED, Panel
from gui.widgets.throttle import Throttle

if TYPE_CHECKING:
    from core.health.health_log import HealthLog, HealthLogs
    from core.history.place_in_time import PlaceInTime
    from core.snapshot.preview import Preview
    from core.snapshot.snapshot import Snapshot

REFRESH_MS = 125
ASK_MS = 350
"""How often the next step is previewed, for the update ratios, while snapshots stream in."""


RECORD_SECONDS = 0.1
"""How often a step is recorded; steps come up to sixty times a second."""

FINDINGS_WIDTH = 236
"""The width that findings need to be beside the table instead of above it, in px."""

LOW = 260
"""Below this height, in px, the table's rows have the room, and a finding above it is its title."""


class HealthPanel(Panel):
    """Findings, a table of vital signs, and a chart.

    Steps are recorded even while the page is hidden, so that the chart has no gap.

    Attributes:
        toggle: the strip that chooses what is drawn. An owner may take it into its row of tabs.

    Signals:
        layer_clicked(Place): a layer's row was clicked.
        preview_wanted(): the panel needs a preview of the next step; `set_preview` takes it.
    """

    layer_clicked = Signal(object)
    preview_wanted = Signal()

    @property
    def chart(self) -> HealthChart:
        """The chart of what was recorded."""
        return self._chart

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="health")
        self._where: PlaceInTime | None = None
        self._network: object = self
        self._logs: WeakKeyDictionary[object, HealthLogs] = WeakKeyDictionary()
        self._log: HealthLog | None = None
        self._snapshot: Snapshot | None = None
        self._asked: Snapshot | None = None  # the snapshot whose next step was asked for last
        self._ratios: dict[str, float] = {}
        self._recorded_at = 0.0
        self._refreshes, self._questions = Throttle(self, REFRESH_MS), Throttle(self, ASK_MS)
        self._refreshes.due.connect(self._refresh)
        self._questions.due.connect(self._ask)
        self._findings, self._table, self._chart = Findings(), HealthTable(), HealthChart()
        self.toggle = self._chart.toggle
        self._table.layer_clicked.connect(self._layer_clicked)
        self._chart.mode_chosen.connect(self._refreshes.ask_now)
        self._chart.outdated.connect(self._refreshes.ask_next_turn)
        self._waiting = QLabel(alignment=Qt.AlignmentFlag.AlignCenter, wordWrap=True, objectName="health_waiting")
        self._lay_out()
        self.retranslate()
        self.restyle()

    def _lay_out(self) -> None:
        left = QWidget(objectName="page")
        self._left = QBoxLayout(QBoxLayout.Direction.TopToBottom, left)
        self._left.addWidget(self._findings, 1)
        self._left.addWidget(self._table, 0, Qt.AlignmentFlag.AlignTop)
        self._area = QScrollArea(widgetResizable=True, focusPolicy=Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidget(left)
        both = QWidget(objectName="page")
        row = QHBoxLayout(both)
        row.setContentsMargins(8, 4, 8, 4)
        row.setSpacing(8)
        row.addWidget(self._area, 1)
        row.addWidget(self._chart, 1)
        self._outer = QScrollArea(widgetResizable=True, focusPolicy=Qt.FocusPolicy.NoFocus)
        self._outer.setFrameShape(QFrame.Shape.NoFrame)
        self._outer.setWidget(both)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._waiting)
        self._pages.addWidget(self._outer)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.setSpacing(0)
        around.addWidget(self.toggle, 0, Qt.AlignmentFlag.AlignRight)  # until an owner moves it
        around.addWidget(self._pages, 1)

    # ---- in -------------------------------------------------------------------------------------------------

    def set_network(self, network: object) -> None:
        """Set whose snapshots come next; each network has logs of its own, as long as it exists."""
        if network is not self._network:
            self._network, self._ratios = network, {}

    def set_where(self, where: PlaceInTime | None) -> None:
        """Set the place in time of the snapshot that comes next; each branch has a log of its own."""
        self._where = where

    def set_snapshot(self, snapshot: Snapshot) -> None:
        """Show a snapshot, and record it now and then; show nothing while no step can be taken."""
        if snapshot.why_no_step:
            self._snapshot = None
            self._pages.setCurrentIndex(0)
            return
        from core.health.health_log import HealthLogs  # imports numpy, which is loaded by now

        self._log = self._logs.setdefault(self._network, HealthLogs()).follow(self._where)
        self._snapshot = snapshot
        if perf_counter() - self._recorded_at >= RECORD_SECONDS:
            self._record()
        self._refreshes.ask()
        self._questions.ask()

    def set_preview(self, preview: Preview) -> None:
        """Take in a preview of the next step; ignore one of another snapshot."""
        from core.health.health import update_ratios

        snapshot = self._snapshot
        if snapshot is None or self._log is None or preview.step != snapshot.step:
            return
        self._ratios = update_ratios(snapshot, preview)
        self._record()
        self._log.note_ratios(snapshot.step, self._ratios)
        self._refreshes.ask()

    def set_place(self, place: Place) -> None:
        """Mark the selected layer."""
        self._table.set_chosen(place.layer)
        self._chart.set_chosen(place.layer)
        self._refreshes.ask()

    # ---- inside ---------------------------------------------------------------------------------------------

    def _record(self) -> None:
        assert self._log is not None
        assert self._snapshot is not None
        self._recorded_at = perf_counter()
        self._log.record(self._snapshot)

    @Slot()
    def _refresh(self) -> None:
        """Show the latest snapshot."""
        from core.health.health import findings, layers_of

        snapshot, log = self._snapshot, self._log
        if snapshot is None or log is None:
            return
        self._pages.setCurrentIndex(1)
        self._record()  # the last of many that came at once
        layers = layers_of(snapshot, self._ratios)
        self._table.show_layers(layers)
        self._arrange()
        self._findings.show_findings(findings(layers, log.averages(snapshot.step)))
        self._chart.show_log(log, snapshot.step)

    @Slot()
    def _ask(self) -> None:
        """Ask for a preview of the next step, unless this snapshot's was asked for already."""
        from core.health.health import same_moment

        if self._snapshot is not None and (self._asked is None or not same_moment(self._asked, self._snapshot)):
            self._asked = self._snapshot
            self.preview_wanted.emit()

    @Slot(str)
    def _layer_clicked(self, name: str) -> None:
        self.layer_clicked.emit(Place(name))

    # ---- language and look ----------------------------------------------------------------------------------

    def retranslate(self) -> None:
        self._waiting.setText(self.tr("The numbers appear as soon as there is a model that can take a step."))
        self._table.retranslate()

    def restyle(self) -> None:
        now = theme.current()
        self._waiting.setFont(now.font())
        self._left.setSpacing(now.px(6))
        self._left.setContentsMargins(0, 0, now.px(6), 0)
        self._table.resize_to_content()
        self._arrange()

    def _arrange(self) -> None:
        """Put the findings beside the table where there is space, else above it."""
        now = theme.current()
        table = self._table.minimumWidth() + now.px(6) + self._area.verticalScrollBar().sizeHint().width()
        beside = table + now.px(FINDINGS_WIDTH)
        wide = self.width() >= beside + self._chart.wanted_width + now.px(24)
        self._findings.set_brief(not wide and self.height() < now.px(LOW))
        self._area.setMinimumWidth(beside if wide else table)
        self._area.setMaximumWidth(UNLIMITED if wide else table)  # the chart gets the rest
        direction = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        if self._left.direction() != direction:
            self._left.setDirection(direction)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        super().resizeEvent(event)
        self._arrange()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        now = theme.current()
        return QSize(now.px(720), now.px(160))
