"""What the window does with layers one by one: the design editor, a layer's context menu, and what Keras printed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QInputDialog

from core.commands import Command, MakeModel, Show
from core.design.network_spec import MAX_INPUTS, LayerSpec, NetworkSpec
from core.intents.design_questions import Activations, ConfigOf
from core.intents.questions import Question
from gui.canvas import menu_lines
from gui.code.printed_card import ShownCard
from gui.design.design_editor import DesignEditor

if TYPE_CHECKING:
    from core.snapshot.printed import Printed
    from gui.window.main_window import MainWindow


class StageDesk(QObject):
    """Connects the canvas's context menu, the design editor and the card of what was printed with the session.

    Args:
        window: whose they are.
        parent: what owns this.
    """

    def __init__(self, window: MainWindow, parent: QObject) -> None:
        super().__init__(parent)
        self._window, self._session = window, window.session
        self._design: DesignEditor | None = None  # made when first wanted, so that the window is up sooner
        self._shown: ShownCard | None = None
        self._asked: set[str] = set()
        window.canvas.commands_chosen.connect(self._run)
        window.canvas.build_asked.connect(self._ask_inputs)
        window.canvas.input_asked.connect(self._ask_size)
        self._session.question_answered.connect(self._answered)
        self._session.expression_shown.connect(self._show_result)

    def open_design(self) -> None:
        """Show the design editor with the present design."""
        if self._design is None:
            self._design = DesignEditor(self._window)
            self._design.applied.connect(self._apply)
            self._design.config_wanted.connect(self._want_config)
            self._session.ask(Activations())
        self._design.edit(self._session.spec)
        self._design.show()
        self._design.raise_()

    # ---- the design editor ------------------------------------------------------------------------------------

    def _apply(self, spec: NetworkSpec) -> None:
        self._session.build_network(spec)

    def _want_config(self, spec: LayerSpec) -> None:
        self._session.ask(ConfigOf(spec))

    def _answered(self, question: Question, answer: Any) -> None:
        if self._design is None:
            return
        if isinstance(question, Activations):
            self._design.set_activations(answer)
        elif isinstance(question, ConfigOf):
            config: Mapping[str, Any] = answer
            self._design.set_config(question.spec, config)

    # ---- one layer --------------------------------------------------------------------------------------------

    def _run(self, commands: tuple[Command, ...]) -> None:
        """Do what was chosen in a lane's context menu; what it prints is shown."""
        if any(isinstance(command, MakeModel) for command in commands):
            self._session.pause()
        self._asked.update(command.expression for command in commands if isinstance(command, Show))
        self._session.do(*commands)

    def _ask_inputs(self, layer: str) -> None:
        """For how many inputs a layer is to be built; at first, as many as the lane before gives."""
        snapshot = self._session.snapshot
        if snapshot is None:
            return
        names = [column.name for column in snapshot.columns]
        at = names.index(layer)
        before = snapshot.columns[at - 1].units if at else snapshot.input_shape[-1] or snapshot.batch.inputs
        box = self._number_box("build_inputs", menu_lines.BUILD_LINE.format(layer=layer), before)
        box.intValueSelected.connect(lambda inputs: self._session.build_layer(layer, inputs))
        box.open()

    def _ask_size(self) -> None:
        """For how many numbers a new Input is wanted; at first, for as many as the samples have."""
        snapshot = self._session.snapshot
        if snapshot is None:
            return
        line = menu_lines.INPUT_LINE.format(variable=menu_lines.new_input(snapshot, 1).variable)
        box = self._number_box("input_size", line, snapshot.batch.inputs)
        box.intValueSelected.connect(lambda size: self._session.do(menu_lines.new_input(snapshot, size)))
        box.open()

    def _number_box(self, name: str, title: str, number: int) -> QInputDialog:
        """A dialog that asks for a number of inputs."""
        box = QInputDialog(self._window, objectName=name)
        box.setInputMode(QInputDialog.InputMode.IntInput)
        box.setWindowTitle(title)
        box.setLabelText(self.tr("For how many inputs per sample?"))
        box.setIntRange(1, MAX_INPUTS)
        box.setIntValue(number)
        box.finished.connect(box.deleteLater)
        return box

    def _show_result(self, shown: Printed) -> None:
        """Show what was asked for in a layer's menu; what a lesson shows, it shows itself."""
        if shown.expression not in self._asked:
            return
        self._asked.discard(shown.expression)
        self.show_card(shown)

    def show_card(self, shown: Printed) -> None:
        """Show on a card what an expression gave."""
        if self._shown is None:
            self._shown = ShownCard(self._window)
        self._shown.show_result(shown)
