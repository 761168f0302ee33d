"""What every action does, and when it can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QMessageBox

from core.snapshot.place import NOWHERE, Place
from gui.actions.availability import reason_of, show_obstacle
from gui.actions.table import LAYER_KEYS, Slots
from gui.look import i18n, icons, theme

if TYPE_CHECKING:
    from gui.slow_motion.walk import SlowMotion
    from gui.window.main_window import MainWindow

ZOOM_STEP = 0.1
NEEDS_FINITE_LOSS = "step step_many play slow_motion"
NEEDS_MODEL = (
    "step step_many step_back step_back_many first_step live play slow_motion reset toggle_model "
    "previous_sample next_sample unit_up unit_down copy_code design build_network start_unbuilt compile fit predict "
    "step_by_hand save_weights rebuild load_weights"
)


class Commander(QObject):
    """Connects the window's actions.

    Args:
        window: whose actions they are.
        parent: what owns this.
        slow: slow motion, which has actions of its own.
        others: what those actions do that are not done here.
    """

    def __init__(self, window: MainWindow, parent: QObject, slow: SlowMotion, others: Slots) -> None:
        super().__init__(parent)
        self._window, self._slow = window, slow
        self._session = window.session
        self._actions = window.actions_
        session, bar = self._session, window.canvas_bar
        for name in ("step", "step_many", "step_back", "step_back_many", "play", "reset", "undo", "redo"):
            # first, so that a seed which is still being typed is applied before and not after
            self._actions[name].triggered.connect(window.focus.leave_field)
        self._actions.connect(
            {
                "open": self._open,
                "save_picture": self._save_picture,
                "quit": window.close,
                "copy_code": window.code.copy,
                "clear": self._escape,
                "theme_light": self._use_chosen_theme,
                "theme_dark": self._use_chosen_theme,
                "theme_system": self._use_chosen_theme,
                "language_en": self._use_chosen_language,
                "language_ko": self._use_chosen_language,
                "swap_theme": self._swap_theme,
                "zoom_in": self._zoom_in,
                "zoom_out": self._zoom_out,
                "zoom_reset": self._zoom_reset,
                "show_whole": window.canvas.fit,
                "show_inspector": self._show_inspector,
                "show_bottom": self._show_bottom,
                "presentation": self._present,
                "next_zone": window.focus.next_zone,
                "previous_zone": window.focus.previous_zone,
                "next_tab": window.inspector.next_tab,
                "previous_tab": window.inspector.previous_tab,
                "freeze": self._freeze,
                "compile": window.fit_cards.open_compile,
                "fit": window.fit_cards.open_fit,
                "predict": window.fit_cards.open_predict,
                "toggle_model": self._toggle_model,
                "design": self._open_design,
                "build_network": session.build_anew,
                "start_unbuilt": session.start_unbuilt,
                "previous_sample": bar.show_previous,
                "next_sample": bar.show_next,
                "unit_up": self._unit_up,
                "unit_down": self._unit_down,
                "step": self._step,
                "step_many": self._step_many,
                "step_back": self._step_back,
                "step_back_many": self._step_back_many,
                "first_step": self._first_step,
                "live": session.go_live,
                "undo": session.undo,
                "redo": session.redo,
                "play": session.toggle_play,
                "slow_motion": slow.toggle,
                "slow_next": slow.next,
                "slow_back": slow.back,
                "slow_run": slow.toggle_running,
                "reset": session.reset,
                **others,
            }
        )
        for number in range(1, LAYER_KEYS + 1):
            shortcut = QShortcut(QKeySequence(str(number)), window)
            shortcut.activated.connect(self._select_numbered)
        window.inspector_dock.visibilityChanged.connect(self.refresh)
        window.bottom_dock.visibilityChanged.connect(self.refresh)

    # ---- state ----------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show which actions can be done now, and what a click on Play would do."""
        actions, session, window = self._actions, self._session, self._window
        actions.set_enabled(NEEDS_MODEL, session.ready)
        if session.snapshot is not None and not session.snapshot.finite:
            actions.set_enabled(NEEDS_FINITE_LOSS, False)  # from there only a reset leads on
        show_obstacle(actions, session.snapshot)
        window.loss_chart.set_reason(reason_of(session.snapshot))
        actions["freeze"].setEnabled(session.ready and self.freezable(session.selection.place))
        self._refresh_history()
        play, now = actions["play"], theme.current()
        play.setText(self.tr("Pause") if session.playing else self.tr("Play"))
        icon = "pause-fill" if session.playing else "play-fill"
        play.setIcon(icons.icon(icon, now.color("accent.fg"), now.color("text.disabled"), now.px(18)))
        actions[f"theme_{window.theme_choice}"].setChecked(True)
        actions[f"language_{i18n.language()}"].setChecked(True)
        actions["slow_motion"].setChecked(self._slow.active)
        actions["show_inspector"].setChecked(not window.inspector_dock.isHidden())
        actions["show_bottom"].setChecked(not window.bottom_dock.isHidden())
        actions["presentation"].setChecked(window.presenting)

    def _refresh_history(self) -> None:
        """What can be undone, and whether there is a step before or after the one shown."""
        actions, where = self._actions, self._session.where
        if where is None:
            actions.set_enabled("undo redo", False)
            return
        for name, text, label in (
            ("undo", self.tr("Undo"), where.undo),
            ("redo", self.tr("Redo"), where.redo),
        ):
            actions[name].setEnabled(bool(label))
            actions[name].setText(f"{text}: {i18n.translate(label)}" if label else text)
        actions.set_enabled("step_back step_back_many first_step", self._session.ready and where.step > 0)
        actions.set_enabled("live", self._session.ready and where.in_past)

    def freezable(self, place: Place) -> bool:
        """Whether a place is in a layer with weights."""
        snapshot = self._session.snapshot
        layer = snapshot.layer(place.layer) if snapshot is not None and place.layer is not None else None
        return layer is not None and layer.in_model

    # ---- the network ----------------------------------------------------------------------------------------

    def _step(self) -> None:
        self._session.step()

    def _step_many(self) -> None:
        self._session.step(self._session.steps_per_frame)

    def _step_back(self) -> None:
        self._session.step_back()

    def _step_back_many(self) -> None:
        self._session.step_back(self._session.steps_per_frame)

    def _first_step(self) -> None:
        self._session.go_to(0)

    def _freeze(self) -> None:
        place = self._session.selection.place
        if self.freezable(place):
            self._session.toggle_trainable(place.layer)

    def _toggle_model(self) -> None:
        self._session.toggle_trainable(None)

    def _open_design(self) -> None:
        self._window.conductor.stage.open_design()

    def _select_numbered(self) -> None:
        shortcut, snapshot = self.sender(), self._session.snapshot
        if not isinstance(shortcut, QShortcut) or snapshot is None:
            return
        names = [snapshot.input_name, *(layer.name for layer in snapshot.columns)]
        index = int(shortcut.key().toString()) - 1
        if index < len(names):
            self._session.selection.select(Place(names[index]))

    def _unit_up(self) -> None:
        self._move_unit(-1)

    def _unit_down(self) -> None:
        self._move_unit(1)

    def _move_unit(self, step: int) -> None:
        place, snapshot = self._session.selection.place, self._session.snapshot
        if snapshot is None:
            return
        name = place.layer or (snapshot.columns[0].name if snapshot.columns else snapshot.input_name)
        layer = snapshot.layer(name)
        units = layer.units if layer is not None else snapshot.batch.inputs
        unit = (0 if step > 0 else units - 1) if place.unit is None else (place.unit + step) % units
        self._session.selection.select(Place(name, unit))

    def _escape(self) -> None:
        """The nearest thing that Esc can leave: a card, slow motion, the presentation, the selection."""
        if self._window.error_card.isVisible():
            self._window.error_card.close_card()
        elif self._window.fit_cards.open_card is not None:
            self._window.fit_cards.open_card.close_card()
        elif self._slow.active:
            self._slow.leave()
        elif self._window.presenting:
            self._window.set_presenting(False)
            self.refresh()
        else:
            self._session.selection.select(NOWHERE)

    # ---- files ----------------------------------------------------------------------------------------------

    def _open(self) -> None:
        path, _ = QFileDialog.getOpenFileName(
            self._window, self.tr("Open CSV"), "", self.tr("CSV files (*.csv *.tsv *.txt);;All files (*)")
        )
        if path:
            self._session.open_csv(path)

    def _save_picture(self) -> None:
        path, _ = QFileDialog.getSaveFileName(
            self._window, self.tr("Save a picture"), "layerscope.png", self.tr("Pictures (*.png)")
        )
        if path and not self._window.grab().save(path):
            QMessageBox.warning(
                self._window, "Layerscope", self.tr("The picture could not be written to {path}.").format(path=path)
            )

    # ---- the window -----------------------------------------------------------------------------------------

    def _use_chosen_theme(self) -> None:
        chosen = next(n for n in ("light", "dark", "system") if self._actions[f"theme_{n}"].isChecked())
        self._set_theme(chosen)

    def _swap_theme(self) -> None:
        self._set_theme("light" if theme.current().name == "dark" else "dark")

    def _set_theme(self, choice: str) -> None:
        self._window.theme_choice = choice
        self._window.settings.set("theme", choice)
        self._window.apply_theme()
        self.refresh()

    def _use_chosen_language(self) -> None:
        chosen = next(code for code in i18n.LANGUAGES if self._actions[f"language_{code}"].isChecked())
        self._window.settings.set("language", chosen)
        i18n.use(chosen)

    def _zoom_in(self) -> None:
        self._window.set_zoom(self._window.zoom + ZOOM_STEP)

    def _zoom_out(self) -> None:
        self._window.set_zoom(self._window.zoom - ZOOM_STEP)

    def _zoom_reset(self) -> None:
        self._window.set_zoom(1.0)

    def _show_inspector(self) -> None:
        self._window.inspector_dock.setVisible(self._actions["show_inspector"].isChecked())

    def _show_bottom(self) -> None:
        self._window.bottom_dock.setVisible(self._actions["show_bottom"].isChecked())

    def _present(self) -> None:
        self._window.set_presenting(self._actions["presentation"].isChecked())
        self.refresh()
