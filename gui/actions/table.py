"""The table of actions: name, text, tip, keys, icon. Presenters give their slots, `availability` their conditions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow

import resources
from gui.look import i18n, icons, theme
from gui.look.i18n import tr

CONTEXT = "Actions"

Slots = dict[str, Callable[[], None]]
"""The slots of actions by their names."""


@dataclass(frozen=True)
class ActionSpec:
    """One action.

    Attributes:
        name: its objectName, e.g. "step".
        text: its text in menus.
        tip: its tooltip, if more than the text.
        keys: its shortcut, in Qt's notation; several are separated by "; ".
        icon: name of its icon, or "".
        menu: the menu that holds it, or "" for none; "-File" puts a separator before it.
        group: actions of one group exclude each other and can be ticked; "check" can be ticked alone.
    """

    name: str
    text: str
    tip: str = ""
    keys: str = ""
    icon: str = ""
    menu: str = ""
    group: str = ""


LAYER_KEYS = 9
"""The keys 1, 2, … select a layer."""

RESET_ICON = "arrow-counter-clockwise-bold"

TABLE = (
    ActionSpec("open", tr("Open…"), tr("A saved session, or your own data"), "Ctrl+O", "folder-open-bold", "File"),
    ActionSpec("open_recent", tr("Open recent"), tr("The files that were open lately"), "", "", "File"),
    ActionSpec("paste_table", tr("Paste a table"), tr("Learn from cells copied in a spreadsheet"), "Ctrl+Shift+V", "",
               "File"),
    ActionSpec("draw_data", tr("Draw data…"), tr("Set points of two classes, or drag a curve, and learn from them"), "",
               "pencil-simple-bold", "File"),
    ActionSpec("open_lesson", tr("Open lesson…"), tr("Open a folder with a lesson"), "", "graduation-cap-bold", "File"),
    ActionSpec("save", tr("Save"), tr("Save the session"), "Ctrl+S", "", "-File"),
    ActionSpec("save_as", tr("Save as…"), tr("Save the session to another file"), "Ctrl+Shift+S", "", "File"),
    ActionSpec("save_model", tr("Save the model…"), tr("Design and weights in one file, or the design alone"), "", "",
               "-File"),
    ActionSpec("save_weights", tr("Save the weights…"), tr("Config and weights as two files, or arrays for numpy"), "",
               "", "File"),
    ActionSpec("export_notebook", tr("Export as a notebook…"), tr("Every line of Keras, in cells with headings"), "",
               "", "-File"),
    ActionSpec("export_script", tr("Export as Python…"), tr("Every line of Keras, in one file"), "", "", "File"),
    ActionSpec("export_picture", tr("Take a picture or numbers…"), tr("A picture of one view, or its numbers as CSV"),
               "", "", "-File"),
    ActionSpec("record", tr("Record the network"), tr("An animated picture of what happens on the canvas"), "", "",
               "File", "check"),
    ActionSpec("save_picture", tr("Save a picture…"), tr("Save the window as an image"), "Ctrl+P", "", "File"),
    ActionSpec("quit", tr("Quit"), "", "Ctrl+Q", "", "-File"),
    ActionSpec("undo", tr("Undo"), "", "Ctrl+Z", "arrow-u-up-left-bold", "Edit"),
    ActionSpec("redo", tr("Redo"), "", "Ctrl+Shift+Z; Ctrl+Y", "arrow-u-up-right-bold", "Edit"),
    ActionSpec("add_sample", tr("Add a sample"), tr("A copy of the chosen sample, to be edited"), "", "plus-bold",
               "-Edit"),
    ActionSpec("paste_samples", tr("Paste samples"), tr("Cells of a spreadsheet: more samples, or other numbers"), "",
               "", "Edit"),
    ActionSpec("remove_sample", tr("Remove the sample"), tr("The chosen sample"), "", "trash-bold", "Edit"),
    ActionSpec("copy_code", tr("Copy the code"), tr("Copy every line of Keras"), "Ctrl+Shift+C", "copy-bold", "-Edit"),
    ActionSpec("check_code", tr("Check the code"), tr("Run it in a fresh Python, and compare the weights"), "",
               "", "Edit"),
    ActionSpec("clear", tr("Clear selection"), "", "Esc", "", "Edit"),
    ActionSpec("theme_light", tr("Light"), "", "", "", "View/Theme", "theme"),
    ActionSpec("theme_dark", tr("Dark"), "", "", "", "View/Theme", "theme"),
    ActionSpec("theme_system", tr("System default"), "", "", "", "View/Theme", "theme"),
    *(
        ActionSpec(f"language_{code}", name, "", "", "", "View/Language", "language")
        for code, name in resources.languages().items()
    ),
    ActionSpec("swap_theme", tr("Toggle dark mode"), "", "Ctrl+T", "", "View"),
    ActionSpec("zoom_in", tr("Larger"), "", "Ctrl++; Ctrl+=", "", "-View"),
    ActionSpec("zoom_out", tr("Smaller"), "", "Ctrl+-", "", "View"),
    ActionSpec("zoom_reset", tr("Normal size"), "", "Ctrl+0", "", "View"),
    ActionSpec("units_numbers", tr("Numbers"), tr("What each unit returns for the sample"), "N", "",
               "-View/Show in units", "units"),
    ActionSpec("units_maps", tr("Maps"), tr("What each unit returns over two inputs"), "M", "", "View/Show in units",
               "units"),
    ActionSpec("units_gradients", tr("Gradients"), tr("∂L/∂a of each unit for the sample"), "", "",
               "View/Show in units", "units"),
    ActionSpec("cycle_units", tr("Show the next of these"), "", "G", "", "View/Show in units"),
    ActionSpec("show_whole", tr("Show the whole network"), "", "", "frame-corners-bold", "-View"),
    ActionSpec("show_lesson", tr("Lesson"), "", "Ctrl+1", "", "-View", "check"),
    ActionSpec("show_inspector", tr("Inspector"), "", "Ctrl+2", "", "View", "check"),
    ActionSpec("show_bottom", tr("Loss, code, summary, data"), "", "Ctrl+3", "", "View", "check"),
    ActionSpec("presentation", tr("Presentation"), tr("Large, without panels"), "F11", "", "-View", "check"),
    ActionSpec("next_zone", tr("Next pane"), "", "F6"),
    ActionSpec("previous_zone", tr("Previous pane"), "", "Shift+F6"),
    ActionSpec("next_tab", tr("Next inspector tab"), "", "Ctrl+Tab"),
    ActionSpec("previous_tab", tr("Previous inspector tab"), "", "Ctrl+Shift+Tab"),
    ActionSpec("freeze", tr("Freeze or unfreeze the selected layer"), "", "F", "snowflake-bold", "Model"),
    ActionSpec("toggle_model", tr("Freeze or unfreeze the whole model"), "", "Shift+F", "", "Model"),
    ActionSpec("design", tr("Design…"), tr("Layers and their hyperparameters"), "Ctrl+D", "", "-Model"),
    ActionSpec("build_network", tr("Build the whole network"), tr("All layers and the model, from the seed"), "", "",
               "Model"),
    ActionSpec("start_unbuilt", tr("Start with unbuilt layers"), tr("The layers of the design, without weights"), "",
               "", "Model"),
    ActionSpec("compile", tr("Compile…"), tr("Optimizer, loss and metrics for fit"), "Ctrl+Shift+M", "", "-Model"),
    ActionSpec("fit", tr("Fit…"), tr("Let Keras train, epoch by epoch"), "Ctrl+Shift+F", "", "Model"),
    ActionSpec("evaluate", tr("Evaluate"), tr("model.evaluate on the validation rows or, without any, on all samples"),
               "", "", "Model"),
    ActionSpec("predict", tr("Predict"), tr("model(X) beside model.predict(X)"), "Ctrl+Shift+P", "", "Model"),
    ActionSpec("keep_weights", tr("Keep config and weights"), tr("config, weights = model.get_config(), …"), "", "",
               "-Model"),
    ActionSpec("rebuild", tr("Rebuild from the config"), tr("The same design, other random weights"), "", "", "Model"),
    ActionSpec("load_weights", tr("Load the weights"), tr("model.set_weights(weights)"), "", "", "Model"),
    ActionSpec("previous_sample", tr("Previous sample"), "", "[", "", "-Model"),
    ActionSpec("next_sample", tr("Next sample"), "", "]", "", "Model"),
    ActionSpec("unit_up", tr("Unit above"), "", "Up", "", "-Model"),
    ActionSpec("unit_down", tr("Unit below"), "", "Down", "", "Model"),
    ActionSpec("step", tr("Step"), tr("One step of gradient descent"), "Right", "caret-right-bold", "Run"),
    ActionSpec("step_many", tr("Steps of one second"), tr("What the tempo takes in a second, at most 1,000 steps"),
               "Shift+Right", "", "Run"),
    ActionSpec("play", tr("Play"), tr("Take steps until you press Pause"), "Space", "play-fill", "Run"),
    ActionSpec("slower", tr("Slower"), tr("The next slower tempo"), ",", "", "Run"),
    ActionSpec("faster", tr("Faster"), tr("The next faster tempo"), ".", "", "Run"),
    ActionSpec("step_by_hand", tr("Step by hand…"), tr("Tape, gradients, assign_sub: a step without an optimizer"),
               "Ctrl+Shift+H", "", "Run"),
    ActionSpec("slow_motion", tr("Slow motion"), tr("One step in its parts"), "S", "person-simple-walk-bold", "Run",
               "check"),
    ActionSpec("slow_next", tr("Slow motion: next part"), "", "Right", "caret-right-bold"),
    ActionSpec("slow_back", tr("Slow motion: previous part"), "", "Left", "caret-left-bold"),
    ActionSpec("slow_run", tr("Slow motion: run by itself, or pause"), "", "Space"),
    ActionSpec("step_back", tr("Back"), tr("Show the step before"), "Left", "caret-left-bold", "-Run"),
    ActionSpec("step_back_many", tr("Back by one second"), tr("What the tempo takes in a second, at most 1,000 steps"),
               "Shift+Left", "", "Run"),
    ActionSpec("first_step", tr("First step"), tr("Show the initial weights"), "Home", "skip-back-fill", "Run"),
    ActionSpec("live", tr("Live"), tr("Show the last step"), "End", "broadcast-bold", "Run"),
    ActionSpec("reset", tr("Reset"), tr("Back to the very same initial weights"), "R", RESET_ICON, "-Run"),
    ActionSpec("reset_seed", tr("Reset with another seed…"), tr("Other initial weights, for the same design"), "", "",
               "Run"),
    ActionSpec("do_it", tr("Do it"), tr("Run this page's example"), "Ctrl+Return", "", "Lesson"),
    ActionSpec("page_before", tr("Previous page"), "", "Alt+Left", "", "Lesson"),
    ActionSpec("page_after", tr("Next page"), "", "Alt+Right", "", "Lesson"),
    ActionSpec("own_network", tr("Back to my network"), "", "", "", "-Lesson"),
    ActionSpec("course", tr("The Keras course"), tr("Open the lesson that Layerscope comes with"), "", "", "Lesson"),
    ActionSpec("export_progress", tr("Export progress…"), tr("Goals and answers of every page, as a table"), "", "",
               "Lesson"),
    ActionSpec("first_steps", tr("First steps"), tr("Three hints: play, freeze a layer, go back in time"), "", "",
               "Help"),
    ActionSpec("keys", tr("Actions and keys"), tr("Search every action, and do it"), "F1; Ctrl+K", "", "Help"),
    ActionSpec("about", tr("About Layerscope"), "", "", "", "Help"),
)  # fmt: skip

BY_NAME = {spec.name: spec for spec in TABLE}

MENUS = {"File": tr("File"), "Edit": tr("Edit"), "View": tr("View"), "Model": tr("Model"), "Run": tr("Run"),
         "Lesson": tr("Lesson"), "Help": tr("Help"), "Theme": tr("Theme"), "Language": tr("Language"),
         "Show in units": tr("Show in units")}  # fmt: skip


def key_text(keys: QKeySequence) -> str:
    """Return a shortcut as the keys are labelled, with arrows for the arrow keys."""
    text = keys.toString(QKeySequence.SequenceFormat.PortableText)
    for name, arrow in (("Left", "←"), ("Right", "→"), ("Up", "↑"), ("Down", "↓")):
        if text.endswith(name):
            return text.removesuffix(name) + arrow
    return keys.toString(QKeySequence.SequenceFormat.NativeText)


class Actions:
    """The window's actions by name.

    Args:
        window: what owns them; their shortcuts work in it.
    """

    def __init__(self, window: QMainWindow) -> None:
        self._groups: dict[str, QActionGroup] = {}
        self._by_name: dict[str, QAction] = {}
        self._why_not: dict[str, str] = {}
        for spec in TABLE:
            action = QAction(window, objectName=spec.name)
            action.setShortcuts([QKeySequence(keys) for keys in spec.keys.split("; ") if keys])
            action.setIconVisibleInMenu(False)  # icons are tinted for the buttons that hold them
            if spec.group:
                action.setCheckable(True)
            if spec.group and spec.group != "check":
                if spec.group not in self._groups:
                    self._groups[spec.group] = QActionGroup(window)
                self._groups[spec.group].addAction(action)
            window.addAction(action)
            self._by_name[spec.name] = action
        self.retranslate()

    def __getitem__(self, name: str) -> QAction:
        return self._by_name[name]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all actions, in the order of the table."""
        return tuple(self._by_name)

    def __contains__(self, name: str) -> bool:
        return name in self._by_name

    def connect(self, slots: Slots) -> None:
        """Connect actions to their slots; every action of the table must have one.

        Raises:
            KeyError: an action has no slot, or a slot has no action.
        """
        if missing := set(self._by_name) ^ set(slots):
            raise KeyError(f"Expected one slot for each action, but {sorted(missing)} differ.")
        for name, slot in slots.items():
            self._by_name[name].triggered.connect(slot)

    def allow(self, names: str, why_not: str = "") -> None:
        """Enable the actions named, separated by spaces, or disable them and say why in their tooltips.

        Args:
            why_not: an English sentence, translated when it is shown; "" to enable them.
        """
        for name in names.split():
            self._by_name[name].setEnabled(not why_not)
            if why_not != self._why_not.get(name, ""):
                self._why_not[name] = why_not
                self._by_name[name].setToolTip(self.tip(name))

    def retranslate(self) -> None:
        """Set every text in the language in use."""
        for spec in TABLE:
            action = self._by_name[spec.name]
            action.setText(QCoreApplication.translate(CONTEXT, spec.text))
            action.setToolTip(self.tip(spec.name))

    def tip(self, name: str) -> str:
        """Return an action's tooltip: what it does, and its key; or why it cannot be done now."""
        if why_not := self._why_not.get(name, ""):
            return i18n.translate(why_not)
        action = self._by_name[name]
        spec = BY_NAME[name]
        tip = QCoreApplication.translate(CONTEXT, spec.tip) if spec.tip else action.text()
        keys = key_text(action.shortcut())
        return f"{tip}  ({keys})" if keys else tip

    def restyle(self) -> None:
        """Tint every icon for the theme in use."""
        now = theme.current()
        for spec in TABLE:
            if spec.icon:
                tint, pale = now.color("text.primary"), now.color("text.disabled")
                self._by_name[spec.name].setIcon(icons.icon(spec.icon, tint, pale, now.px(18)))
