"""Choose what the monkey does next, by looking at the window."""

from __future__ import annotations

import random

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QTabBar,
    QWidget,
)

from gui.actions.table import TABLE
from gui.widgets.sheet import Sheet
from gui.window.main_window import MainWindow
from tests.monkey.actions import (
    Action,
    Burst,
    Cell,
    Click,
    ClickPlace,
    Close,
    Drag,
    Drop,
    Line,
    NewWindow,
    Page,
    Palette,
    Panel,
    Paste,
    Point,
    Press,
    Resize,
    Rest,
    Spoil,
    Trigger,
    Wheel,
    Write,
)
from tests.monkey.addresses import address_of, leaves
from tests.monkey.files import (
    CLIPBOARD,
    COURSE_COPY,
    FOR_CLICKS,
    LESSONS,
    MODELS,
    SESSIONS,
    SPOILT,
    TO_OPEN,
    TO_SAVE,
)
from tests.monkey.words import FIELD_TEXTS, FIT_ARGUMENTS, KEYS, LINES, NONSENSE, SEARCHES

CONTROLS = (QAbstractButton, QAbstractSlider, QAbstractSpinBox, QComboBox, QLineEdit, QTabBar)
DOCKS = ("lesson_dock", "inspector_dock", "bottom_dock")
PAGES = ("loss_chart", "code", "layers", "variables", "data", "health", "tape")
SIZES = ((1, 1), (1024, 640), (1280, 720), (1440, 900), (1920, 1080))
COMMON = ("step", "play", "undo", "redo", "reset", "step_many", "step_back", "step_back_many", "first_step", "live")
SAVED = (*SESSIONS, *SESSIONS, *MODELS, *SPOILT)
FILES = {"open": (*TO_OPEN, *SAVED), "open_lesson": (*LESSONS, COURSE_COPY), **TO_SAVE}
DOCUMENTS = ("save", "save_as", "save_model", "save_weights", "export_notebook", "export_script", "record")

LONG = ("model.fit(X, Y_true, epochs=40)", "descend(5000)", "Y = model.predict(X)", "model = keras.Model(inputs, c)")
"""Lines that take a while."""

BEGUN = (
    "play",
    "do_it",
    "slow_motion",
    "record",
    "fit",
    "compile",
    "step_by_hand",
    "design",
    "draw_data",
    "check_code",
)
INTERRUPTING = (
    *("undo", "redo", "reset", "first_step", "live", "step", "play", "slow_motion", "start_unbuilt", "clear"),
    *("own_network", "do_it", "page_after", "page_before", "course", "presentation", "add_sample", "quit"),
)
"""Actions that begin something, and those that may come while something else is begun."""

RESTYLING_KEYS = ("Control+T", "Control+0", "Control+Plus", "Control+Minus", "F11")
RESTYLING = ("theme_", "swap_theme", "zoom_", "presentation")
IN_SHEET = 0.5
"""The share of the actions that are done on a sheet, e.g. "Open a table", while it is there."""

RESTYLED = 0.4
"""The share of the changes of theme and zoom that are left: else they would take most of the time."""


class Generator:
    """Choose actions at random, but always the same for the same seed and the same window.

    Args:
        seed: of the random numbers.
    """

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._ways = {
            self._click_control: 20,
            self._click_anything: 10,
            self._click_place: 12,
            self._press: 12,
            self._trigger: 12,
            self._trigger_common: 10,
            self._line: 9,
            self._write: 5,
            self._drag: 6,
            self._wheel: 4,
            self._point_at: 4,
            self._burst: 5,
            self._interrupt: 5,
            self._leave_list_open: 3,
            self._open: 2,
            self._document: 5,
            self._open_saved: 2,
            self._spoil: 1,
            self._bring_table: 1,
            self._palette: 2,
            self._cell: 2,
            self._fit: 2,
            self._page: 4,
            self._rest: 4,
            self._resize: 2,
            self._panel: 2,
            self._new_window: 0.4,
            self._close: 0.4,
        }

    def next(self, window: MainWindow) -> Action:
        """Return the next action in a window."""
        dialog = QApplication.activeModalWidget()
        if dialog is not None:
            return self._in_dialog(dialog, window)
        sheets = QWidget.findChildren(window, Sheet, options=Qt.FindChildOption.FindDirectChildrenOnly)
        sheet = next((sheet for sheet in sheets if sheet.isVisible()), None)
        if sheet is not None and self._random.random() < IN_SHEET:
            return self._on_sheet(sheet, window)
        while True:
            way = self._random.choices(list(self._ways), list(self._ways.values()))[0]
            action = way(window)
            if action is not None and (not _restyles(action) or self._random.random() < RESTYLED):
                return action

    # ---- ways -----------------------------------------------------------------------------------------------

    def _in_dialog(self, dialog: QWidget, window: MainWindow) -> Action:
        if self._random.random() < 0.2:
            return Press(self._random.choice(["Escape", "Return", "Tab", "Down"]))
        fields = [field for field in leaves(dialog) if isinstance(field, QLineEdit)]
        if fields and self._random.random() < 0.3:
            return Write(address_of(self._random.choice(fields), window), self._random.choice(FIELD_TEXTS), "")
        return self._click_one_of(leaves(dialog), window) or Press("Escape")

    def _on_sheet(self, sheet: QWidget, window: MainWindow) -> Action:
        controls = [widget for widget in leaves(sheet) if isinstance(widget, CONTROLS)]
        fields = [field for field in controls if isinstance(field, QLineEdit) and field.isEnabled()]
        if fields and self._random.random() < 0.1:
            return Write(address_of(self._random.choice(fields), window), self._random.choice(FIELD_TEXTS))
        way, pad = self._random.random(), sheet.findChild(QWidget, "drawing_area")
        if pad is not None and way < 0.5:
            points = tuple(self._share() for _ in range(self._random.randint(1, 6)))
            return Drag(address_of(pad, window), points)  # of one point, it is a click
        if way < 0.1:
            return Rest(300)  # until the file is read
        return self._click_one_of(controls if way < 0.9 else leaves(sheet), window) or Press("Escape")

    def _click_control(self, window: MainWindow) -> Action | None:
        return self._click_one_of([widget for widget in leaves(window) if isinstance(widget, CONTROLS)], window)

    def _click_anything(self, window: MainWindow) -> Action | None:
        return self._click_one_of([widget for widget in leaves(window) if not isinstance(widget, QLabel)], window)

    def _click_one_of(self, widgets: list[QWidget], window: MainWindow) -> Action | None:
        if not widgets:
            return None
        address = address_of(self._random.choice(widgets), window)
        button = self._random.choices(["left", "right", "double", "middle"], [80, 12, 6, 2])[0]
        return Click(address, self._share(), button, self._choice(), self._random.choice(("", *FOR_CLICKS)))

    def _click_place(self, window: MainWindow) -> Action | None:
        lanes = window.canvas.state.lanes
        if not lanes:
            return None
        lane = self._random.choice(lanes)
        button = self._random.choices(["left", "right", "double"], [60, 30, 10])[0]
        way, unit = self._random.random(), self._random.randrange(max(lane.units, 1))
        if way < 0.2:
            return ClickPlace(lane.name, None, None, button, self._choice())
        if way < 0.35:
            return ClickPlace(lane.name, None, "switch", "left")
        row = self._random.randrange(-1, 5) if way < 0.6 else None
        return ClickPlace(lane.name, unit, row, button, self._choice())

    def _press(self, _: MainWindow) -> Action:
        return Press(self._random.choice(KEYS), self._random.choice([1, 1, 1, 2, 5]))

    def _trigger(self, _: MainWindow) -> Action:
        name = self._random.choice([spec.name for spec in TABLE if spec.name != "quit" or self._random.random() < 0.1])
        return Trigger(name, self._random.choice(("", *FILES[name])) if name in FILES else "")

    def _trigger_common(self, _: MainWindow) -> Action:
        return Trigger(self._random.choice(COMMON))

    def _open(self, _: MainWindow) -> Action:
        name = self._random.choice(("open", "open", "open_lesson", "save_picture", "export_progress"))
        return Trigger(name, self._random.choice(FILES[name]))

    def _open_saved(self, _: MainWindow) -> Action:
        return Trigger("open", self._random.choice(SAVED))

    def _document(self, _: MainWindow) -> Action:
        name = self._random.choice(DOCUMENTS)
        return Trigger(name, self._random.choice(("", *FILES[name])))

    def _spoil(self, _: MainWindow) -> Action:
        path = self._random.choice((SESSIONS[0], *MODELS))
        copy = next(name for name in SPOILT if name.endswith(path.rpartition(".")[2]))
        return Spoil(path, copy, self._choice(), self._random.choice(["cut", "flip"]))

    def _bring_table(self, _: MainWindow) -> Action:
        if self._random.random() < 0.5:
            return Paste(self._random.choice(CLIPBOARD), self._random.choice(["paste_table", "paste_samples"]))
        return Drop(self._random.choice((*TO_OPEN, *SAVED, "no_such_file.csv", COURSE_COPY)))

    def _cell(self, _: MainWindow) -> Action:
        end = self._random.choice(["Return", "Return", "Tab", "Escape"])
        return Cell(self._share(), self._random.choice(FIELD_TEXTS), end)

    def _palette(self, _: MainWindow) -> Action:
        end = self._random.choice(["Return", "Return", "Escape"])
        return Palette(self._random.choice(SEARCHES), self._random.choice([0, 0, 1, 2, 7]), end)

    def _fit(self, _: MainWindow) -> Action:
        names = self._random.sample(list(FIT_ARGUMENTS), self._random.randint(0, 3))
        given = "".join(f", {name}={self._random.choice(FIT_ARGUMENTS[name])}" for name in names)
        return Line(f"model.fit(X, Y_true{given})")

    def _line(self, window: MainWindow) -> Action:
        way = self._random.random()
        if way < 0.2:
            return Line(self._random.choice(NONSENSE))
        if way < 0.4 and (written := [line for line in window.code.text().splitlines() if line.strip()]):
            return Line(self._spoilt(self._random.choice(written)[:200]))
        return Line(self._random.choice(LINES))

    def _spoilt(self, line: str) -> str:
        """Return a line as it is, or with one letter more or less."""
        place, letter = self._random.randrange(len(line) + 1), self._random.choice("0()=.,'x")
        return self._random.choice([line, line, line[:place] + line[place + 1 :], line[:place] + letter + line[place:]])

    def _write(self, window: MainWindow) -> Action | None:
        fields = [widget for widget in leaves(window) if isinstance(widget, QLineEdit) and widget.isEnabled()]
        if not fields:
            return None
        end = self._random.choice(["Return", "Return", "Tab", "Escape", ""])
        return Write(address_of(self._random.choice(fields), window), self._random.choice(FIELD_TEXTS), end)

    def _drag(self, window: MainWindow) -> Action | None:
        targets = [window.timeline.slider, window.canvas, *leaves(window)]
        target = self._random.choice(targets[:2] if self._random.random() < 0.5 else targets)
        if not target.isVisible():
            return None
        points = tuple(self._share() for _ in range(self._random.randint(2, 5)))
        return Drag(address_of(target, window), points)

    def _wheel(self, window: MainWindow) -> Action:
        target = self._random.choice([window.canvas, *leaves(window)])
        notches, control = self._random.choice([-3, -1, 1, 3]), self._random.random() < 0.3
        return Wheel(address_of(target, window), self._share(), notches, control)

    def _point_at(self, window: MainWindow) -> Action:
        area = window.canvas.findChild(QWidget, "prediction_map")
        maps, way = window.canvas.state.maps, self._random.random()
        if area is not None and area.isVisible() and maps is not None and way < 0.5:
            places = maps.shown_samples.places.round(4).tolist()
            return Point(address_of(area, window), tuple(self._random.choice(places)) if places else self._share())
        target = window.canvas if way < 0.8 else self._random.choice(leaves(window))
        return Point(address_of(target, window), self._share())

    def _burst(self, window: MainWindow) -> Action:
        found = [self._random.choices(list(self._ways), list(self._ways.values()))[0](window) for _ in range(3)]
        return Burst(tuple(action for action in found if action is not None and not _takes_long(action)))

    def _interrupt(self, window: MainWindow) -> Action:
        """Begin something, and do something else before it is over."""
        ways = (
            lambda: Line(self._random.choice(LONG)),
            lambda: Trigger(self._random.choice(BEGUN)),
            lambda: self._open_saved(window),
            lambda: self._open(window),
        )
        first, wait = self._random.choice(ways)(), Rest(self._random.choice([1, 5, 20, 60, 150]))
        others = (
            lambda: Trigger(self._random.choice(INTERRUPTING)),
            lambda: self._open_saved(window),
            lambda: Drop(self._random.choice((*TO_OPEN, *SAVED))),
            lambda: self._fit(window),
            lambda: NewWindow(self._random.random() < 0.5),
        )
        then = self._random.choices(others, [8, 2, 2, 1, 0.3])[0]()
        return Burst((first, wait, then) if self._random.random() < 0.7 else (first, then))

    def _leave_list_open(self, window: MainWindow) -> Action | None:
        """Open a list, and let something else come before an entry of it is chosen."""
        lists = [widget for widget in leaves(window) if isinstance(widget, QComboBox) and widget.isEnabled()]
        if not lists:
            return None
        opening = Click(address_of(self._random.choice(lists), window), (0.5, 0.5), "left", self._choice())
        then = (Drop(self._random.choice((*TO_OPEN, *SAVED))), Trigger(self._random.choice(INTERRUPTING)))
        return Burst((opening, self._random.choice(then)))

    def _page(self, _: MainWindow) -> Action:
        return Page(self._random.choice(PAGES))

    def _rest(self, _: MainWindow) -> Action:
        return Rest(self._random.choice([1, 10, 50, 50, 150, 300]))

    def _resize(self, _: MainWindow) -> Action:
        size = self._random.randint(300, 1920), self._random.randint(200, 1080)
        return Resize(*self._random.choice([*SIZES, size]))

    def _panel(self, _: MainWindow) -> Action:
        return Panel(self._random.choice(DOCKS), self._random.random() < 0.4, self._random.random() < 0.8)

    def _new_window(self, _: MainWindow) -> Action:
        return NewWindow(self._random.random() < 0.5)

    def _close(self, _: MainWindow) -> Action:
        return Close()

    # ---- inside ---------------------------------------------------------------------------------------------

    def _share(self) -> tuple[float, float]:
        return round(self._random.random(), 3), round(self._random.random(), 3)

    def _choice(self) -> float:
        return round(self._random.random(), 3)


def _takes_long(action: Action) -> bool:
    return isinstance(action, Burst | Rest) or _restyles(action)


def _restyles(action: Action) -> bool:
    """Tell whether an action sets every widget's style anew."""
    if isinstance(action, Burst):
        return any(map(_restyles, action.actions))
    if isinstance(action, Press):
        return action.key in RESTYLING_KEYS
    return isinstance(action, Trigger) and action.name.startswith(RESTYLING)
