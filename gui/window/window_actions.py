"""The actions on the window itself: theme, language, zoom, panels, presentation, a picture."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMessageBox

import resources
from gui.actions.table import Slots
from gui.look import i18n, theme
from gui.widgets.save_dialog import ask_where
from gui.window.main_window import MainWindow

ZOOM_STEP = 0.1


class WindowActions(QObject):
    """Carry out the actions on the window.

    Args:
        window: the window.
        leave: what Esc leaves, the nearest first: each returns whether there was something to leave.
        deselect: called by Esc if there was nothing to leave.
    """

    def __init__(self, window: MainWindow, leave: Sequence[Callable[[], bool]], deselect: Callable[[], None]) -> None:
        super().__init__(window)
        self._window, self._actions = window, window.actions_
        self._leave, self._deselect = leave, deselect
        window.restyled.connect(self._refresh)
        window.retranslated.connect(self._refresh)
        window.inspector_dock.visibilityChanged.connect(self._refresh)
        window.bottom_dock.visibilityChanged.connect(self._refresh)
        self._refresh()

    def slots(self) -> Slots:
        """Return what these actions do, by their names."""
        window = self._window
        return {
            "save_picture": self._save_picture,
            "quit": window.close,
            "clear": self._escape,
            "theme_light": self._use_chosen_theme,
            "theme_dark": self._use_chosen_theme,
            "theme_system": self._use_chosen_theme,
            **{f"language_{code}": self._use_chosen_language for code in resources.languages()},
            "swap_theme": self._swap_theme,
            "zoom_in": lambda: window.set_zoom(window.zoom + ZOOM_STEP),
            "zoom_out": lambda: window.set_zoom(window.zoom - ZOOM_STEP),
            "zoom_reset": lambda: window.set_zoom(1.0),
            "show_inspector": self._show_inspector,
            "show_bottom": self._show_bottom,
            "presentation": self._present,
            "next_zone": window.focus.next_zone,
            "previous_zone": window.focus.previous_zone,
        }

    def _refresh(self) -> None:
        """Tick the choices in force."""
        actions, window = self._actions, self._window
        actions[f"theme_{window.theme_choice}"].setChecked(True)
        actions[f"language_{i18n.language()}"].setChecked(True)
        actions["show_inspector"].setChecked(not window.inspector_dock.isHidden())
        actions["show_bottom"].setChecked(not window.bottom_dock.isHidden())
        actions["presentation"].setChecked(window.presenting)

    def _escape(self) -> None:
        """Leave the nearest thing that Esc can leave."""
        if any(leave() for leave in self._leave):
            return
        if self._window.presenting:
            self._window.set_presenting(False)
            self._refresh()
        else:
            self._deselect()

    def _save_picture(self) -> None:
        kinds = self.tr("Pictures (*.png)")
        path = ask_where(self._window, self.tr("Save a picture"), "layerscope", kinds)
        if path is not None and not self._window.grab().save(str(path)):
            text = self.tr("The picture could not be written to {path}.").format(path=path)
            box = QMessageBox(QMessageBox.Icon.Warning, "Layerscope", text, parent=self._window)
            theme.dress(box)
            box.exec()

    # ---- theme and language -----------------------------------------------------------------------------------

    def _use_chosen_theme(self) -> None:
        self._set_theme(next(n for n in ("light", "dark", "system") if self._actions[f"theme_{n}"].isChecked()))

    def _swap_theme(self) -> None:
        self._set_theme("light" if theme.current().name == "dark" else "dark")

    def _set_theme(self, choice: str) -> None:
        self._window.theme_choice = choice
        self._window.settings.set("theme", choice)
        self._window.apply_theme()
        self._refresh()

    def _use_chosen_language(self) -> None:
        chosen = next(code for code in resources.languages() if self._actions[f"language_{code}"].isChecked())
        self._window.settings.set("language", chosen)
        i18n.use(chosen)

    # ---- panels -----------------------------------------------------------------------------------------------

    def _show_inspector(self) -> None:
        self._window.inspector_dock.setVisible(self._actions["show_inspector"].isChecked())

    def _show_bottom(self) -> None:
        self._window.bottom_dock.setVisible(self._actions["show_bottom"].isChecked())

    def _present(self) -> None:
        self._window.set_presenting(self._actions["presentation"].isChecked())
        self._refresh()
