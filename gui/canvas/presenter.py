"""The presenter of the canvas: connects the picture of the network, its bar and its context menus with the session."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QRect, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QInputDialog

from core.commands import BuildLayer, Command, MakeModel, Show
from core.design.network_spec import MAX_INPUTS
from core.explain.step_parts import Moment
from core.service.messages import Answer
from core.snapshot.place import Place
from gui.actions.shell import Shell
from gui.actions.table import LAYER_KEYS, Actions, Slots
from gui.canvas.canvas import NetworkCanvas
from gui.canvas.canvas_bar import CanvasBar
from gui.canvas.growth import TileGrowth
from gui.canvas.layout.canvas_state import NUMBERS, UNIT_MODES
from gui.canvas.layout.movement_row import movement_rows
from gui.canvas.menu import menu_lines
from gui.look import theme
from gui.look.settings import Settings
from gui.pacing.tempo import is_watched
from gui.session.session import Session

if TYPE_CHECKING:
    from core.snapshot.printed import Printed
    from core.snapshot.records import Progress
    from core.snapshot.snapshot import Snapshot


class CanvasPresenter(QObject):
    """Show the network, and carry out clicks in it.

    Signals:
        result_came(Printed): the result of an expression that was chosen in a lane's menu.
    """

    result_came = Signal(object)

    def __init__(
        self,
        canvas: NetworkCanvas,
        bar: CanvasBar,
        session: Session,
        actions: Actions,
        shell: Shell,
        settings: Settings,
    ) -> None:
        super().__init__(shell.dialog_parent)
        self._canvas, self._bar, self._session, self._shell = canvas, bar, session, shell
        self._actions, self._settings = actions, settings
        self._growth = TileGrowth(canvas)
        self._fit: tuple[int, int] | None = None  # epochs done, and all of the running fit
        self._asked: set[str] = set()  # expressions whose results the menu has promised
        bar.set_design(session.network.spec.name)
        self._connect_session()
        self._connect_views(actions)
        stored = settings.text("units", NUMBERS)
        self._show_units(stored if stored in UNIT_MODES else NUMBERS)
        for number in range(1, LAYER_KEYS + 1):
            shortcut = QShortcut(QKeySequence(str(number)), shell.dialog_parent)
            shortcut.activated.connect(self._select_numbered)

    def _connect_session(self) -> None:
        session, selection = self._session, self._session.selection
        session.snapshot_changed.connect(self._show_snapshot)
        session.snapshot_changed.connect(self._bar.set_snapshot)
        for view in (self._canvas, self._bar):
            selection.sample_changed.connect(view.set_sample)
        selection.changed.connect(self._canvas.set_place)
        for signal in (session.snapshot_changed, selection.sample_changed, session.maps.choice.changed):
            signal.connect(self._watch_maps)
        session.maps.changed.connect(self._show_maps)
        session.movements.changed.connect(self._show_movement)
        self._shell.retranslated.connect(self._show_movement)
        session.fit_progressed.connect(self._follow_fit)
        session.movements.flashed.connect(self._show_changed_most)
        session.expression_shown.connect(self._show_result)
        session.reported.connect(self._show_growth)

    def _connect_views(self, actions: Actions) -> None:
        canvas, bar, session = self._canvas, self._bar, self._session
        canvas.place_clicked.connect(session.selection.select)
        canvas.trainable_clicked.connect(session.toggle_trainable)
        canvas.sample_chosen.connect(session.selection.show_sample)
        canvas.painted.connect(session.player.note_painted)
        canvas.commands_chosen.connect(self._run)
        canvas.build_asked.connect(self._ask_inputs)
        canvas.input_asked.connect(self._ask_size)
        bar.trainable_clicked.connect(self._toggle_model)
        bar.sample_chosen.connect(session.selection.show_sample)
        bar.units_chosen.connect(self._choose_units)
        bar.show_whole_clicked.connect(canvas.show_whole)
        bar.design_clicked.connect(actions["design"].trigger)

    def slots(self) -> Slots:
        """Return what the actions on the picture do, by their names."""
        return {
            "show_whole": self._canvas.show_whole,
            "freeze": self._toggle_selected,
            "toggle_model": self._toggle_model,
            "previous_sample": self._bar.show_previous,
            "next_sample": self._bar.show_next,
            **{f"units_{mode}": partial(self._choose_units, mode) for mode in UNIT_MODES},
            "cycle_units": self._show_next_units,
            "unit_up": lambda: self._move_unit(-1),
            "unit_down": lambda: self._move_unit(1),
        }

    # ---- for other presenters, which wiring gives these ---------------------------------------------------------

    def show_moment(self, moment: Moment | None) -> None:
        """Show a moment of slow motion, or with None the network as usual."""
        look = None
        if moment is not None:
            from gui.canvas.layout.slow_look import resolve  # numpy, which is loaded by now

            look = resolve(moment, self._session.selection.sample)
        self._canvas.set_slow(look)

    def show_clash(self, clash: tuple[str, int] | None) -> QRect | None:
        """Highlight the layer that a number of inputs did not match, or none; return its rectangle in the window."""
        self._canvas.set_clash(clash)
        lane = self._canvas.lane_rect(clash[0]) if clash is not None else None
        corner = self._canvas.mapTo(self._shell.dialog_parent, QPoint())
        return lane.translated(corner) if lane is not None else None

    # ---- session to views -------------------------------------------------------------------------------------

    def _show_units(self, mode: str) -> None:
        """Show numbers, maps or gradients in the units."""
        self._units = mode
        for view in (self._canvas, self._bar):
            view.set_units(mode)
        self._actions[f"units_{mode}"].setChecked(True)

    def _choose_units(self, mode: str) -> None:
        self._settings.set("units", mode)
        self._show_units(mode)

    def _show_next_units(self) -> None:
        self._choose_units(UNIT_MODES[(UNIT_MODES.index(self._units) + 1) % len(UNIT_MODES)])

    def _show_snapshot(self, snapshot: Snapshot) -> None:
        player = self._session.player
        self._canvas.set_snapshot(snapshot, fade=player.playing and is_watched(player.tempo))

    def _watch_maps(self) -> None:
        """Ask for the maps through the chosen sample; what is shown until then are the latest."""
        session = self._session
        if session.snapshot is None:
            return
        points = session.maps.choice.points(session.snapshot.batch, session.selection.sample)
        if points != session.maps.points:
            session.maps.watch(points)
            self._show_maps()

    def _show_maps(self) -> None:
        maps = self._session.maps
        self._canvas.set_maps(maps.points, maps.latest, announce=not self._session.playing)

    def _follow_fit(self, progress: Progress) -> None:
        self._fit = (progress.epoch, progress.epochs) if progress.running else None
        self._show_movement()

    def _show_movement(self) -> None:
        session = self._session
        self._canvas.set_movement(
            movement_rows(session.snapshot, session.movements.movements, session.playing, self._fit)
        )

    def _show_changed_most(self) -> None:
        self._canvas.set_changed_most(self._session.movements.changed_most)

    def _show_growth(self, answer: Answer) -> None:
        """Let the numbers of a layer come row by row where it was just built, or its model made anew."""
        snapshot = self._session.snapshot
        if snapshot is not None and answer.snapshot is snapshot:
            self._growth.follow(snapshot.columns, answer.commands)

    def _show_result(self, shown: Printed) -> None:
        """Show the result of a question from a lane's menu, unless a lesson shows it itself."""
        if shown.expression in self._asked:
            self._asked.discard(shown.expression)
            self.result_came.emit(shown)

    # ---- views to session -------------------------------------------------------------------------------------

    def _run(self, commands: tuple[Command, ...]) -> None:
        """Do what was chosen in a lane's context menu; what it prints is shown."""
        if any(isinstance(command, MakeModel) for command in commands):
            self._session.pause()
        self._asked.update(command.expression for command in commands if isinstance(command, Show))
        self._session.do(*commands)

    def _toggle_selected(self) -> None:
        layer = self._session.selection.place.layer
        if layer is not None:
            self._session.toggle_trainable(layer)

    def _toggle_model(self) -> None:
        self._session.toggle_trainable(None)

    def _select_numbered(self) -> None:
        shortcut, snapshot = self.sender(), self._session.snapshot
        if not isinstance(shortcut, QShortcut) or snapshot is None:
            return
        names = [snapshot.input_name, *(layer.name for layer in snapshot.columns)]
        index = int(shortcut.key().toString()) - 1
        if index < len(names):
            self._session.selection.select(Place(names[index]))

    def _move_unit(self, step: int) -> None:
        place, snapshot = self._session.selection.place, self._session.snapshot
        if snapshot is None:
            return
        name = place.layer or (snapshot.columns[0].name if snapshot.columns else snapshot.input_name)
        layer = snapshot.layer(name)
        units = layer.units if layer is not None else snapshot.batch.inputs
        unit = (0 if step > 0 else units - 1) if place.unit is None else (place.unit + step) % units
        self._session.selection.select(Place(name, unit))

    # ---- questions before a command -----------------------------------------------------------------------------

    def _ask_inputs(self, layer: str) -> None:
        """Ask for a number of inputs to build a layer for; the default is the output size of the lane before."""
        snapshot = self._session.snapshot
        if snapshot is None:
            return
        names = [column.name for column in snapshot.columns]
        if layer not in names:
            return  # it was undone while its menu was open
        at = names.index(layer)
        before = snapshot.columns[at - 1].units if at else snapshot.input_shape[-1] or snapshot.batch.inputs
        variable = snapshot.variable_of(layer)
        box = self._number_box("build_inputs", menu_lines.BUILD_LINE.format(layer=variable), before)
        box.intValueSelected.connect(lambda inputs: self._session.do(BuildLayer(variable, inputs)))
        box.open()

    def _ask_size(self) -> None:
        """Ask for the size of a new Input; the default is the number of inputs of a sample."""
        snapshot = self._session.snapshot
        if snapshot is None:
            return
        line = menu_lines.INPUT_LINE.format(variable=menu_lines.new_input(snapshot, 1).variable)
        box = self._number_box("input_size", line, snapshot.batch.inputs)
        box.intValueSelected.connect(lambda size: self._session.do(menu_lines.new_input(snapshot, size)))
        box.open()

    def _number_box(self, name: str, title: str, number: int) -> QInputDialog:
        """Make a dialog that asks for a number of inputs."""
        box = QInputDialog(self._shell.dialog_parent, objectName=name)
        box.setInputMode(QInputDialog.InputMode.IntInput)
        box.setWindowTitle(title)
        box.setLabelText(self.tr("For how many inputs per sample?"))
        box.setIntRange(1, MAX_INPUTS)
        box.setIntValue(number)
        box.finished.connect(box.deleteLater)
        theme.dress(box)
        return box
