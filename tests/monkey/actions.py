"""What the monkey can do. An action holds all it needs, and does nothing if its target is gone."""

from __future__ import annotations

import contextlib
from abc import ABC, abstractmethod
from dataclasses import dataclass

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from core.snapshot.place import Place
from gui.data.sample_table import SampleView
from tests.monkey.addresses import find
from tests.monkey.hands import Hands

Share = tuple[float, float]
"""A point of a widget, as shares of its width and height."""


class Action(ABC):
    """One thing that a learner can do."""

    @abstractmethod
    def do(self, hands: Hands) -> None:
        """Do it, or nothing if there is no such target."""


@dataclass(frozen=True)
class Click(Action):
    """Click a widget: "left", "right", "middle" or "double".

    Of what opens, the entry `choice` is chosen; a file dialog gives the file `path`.
    """

    address: str
    at: Share
    button: str = "left"
    choice: float = 1.0
    path: str = ""

    def do(self, hands: Hands) -> None:
        hands.popups.choice = self.choice
        if (widget := find(self.address, hands.window)) is not None:
            with hands.choosing(self.path):
                _click(hands, widget, _point(widget, self.at), self.button)


@dataclass(frozen=True)
class ClickPlace(Action):
    """Click a layer, a unit, a weight or (row "switch") a layer's switch on the canvas."""

    layer: str
    unit: int | None = None
    row: int | str | None = None
    button: str = "left"
    choice: float = 1.0

    def do(self, hands: Hands) -> None:
        hands.popups.choice = self.choice
        canvas = hands.window.canvas
        try:
            if self.row == "switch":
                point = canvas.check_box_center(self.layer)
            elif self.row is not None:
                point = canvas.edge_point(Place(self.layer, self.unit, self.row))  # type: ignore[arg-type]
            else:
                point = canvas.center_of(Place(self.layer, self.unit))
        except KeyError:
            return  # it is not drawn any more
        _click(hands, canvas, point, self.button)


@dataclass(frozen=True)
class Point(Action):
    """Move the mouse to a point of a widget, and leave it there."""

    address: str
    at: Share

    def do(self, hands: Hands) -> None:
        if (widget := find(self.address, hands.window)) is not None:
            hands.point(widget, _point(widget, self.at))


@dataclass(frozen=True)
class Burst(Action):
    """Do several actions at once: each meets what the one before has only begun, e.g. a list that is open."""

    actions: tuple[Action, ...]

    def do(self, hands: Hands) -> None:
        for action in self.actions:
            if hands.window.isVisible():  # else one of them has closed it
                action.do(hands)


@dataclass(frozen=True)
class Drag(Action):
    """Drag the mouse from the first point of a widget over the others."""

    address: str
    points: tuple[Share, ...]

    def do(self, hands: Hands) -> None:
        if (widget := find(self.address, hands.window)) is not None:
            hands.drag(widget, [_point(widget, share) for share in self.points])


@dataclass(frozen=True)
class Wheel(Action):
    """Turn the wheel over a widget."""

    address: str
    at: Share
    notches: int
    with_control: bool = False

    def do(self, hands: Hands) -> None:
        keys = Qt.KeyboardModifier.ControlModifier if self.with_control else Qt.KeyboardModifier.NoModifier
        if (widget := find(self.address, hands.window)) is not None:
            hands.wheel(widget, _point(widget, self.at), self.notches, keys)


@dataclass(frozen=True)
class Press(Action):
    """Press a key, e.g. "Tab" or "Shift+Right", `times` times."""

    key: str
    times: int = 1

    def do(self, hands: Hands) -> None:
        hands.popups.choice = 1.0
        *held, key = self.key.split("+")
        keys = Qt.KeyboardModifier.NoModifier
        for name in held:
            keys |= getattr(Qt.KeyboardModifier, f"{name}Modifier")
        for _ in range(self.times):
            hands.press(getattr(Qt.Key, f"Key_{key}"), keys)


@dataclass(frozen=True)
class Write(Action):
    """Replace the text of a field."""

    address: str
    text: str
    end: str = "Return"

    def do(self, hands: Hands) -> None:
        field = find(self.address, hands.window)
        if field is None or not field.isEnabled():
            return
        hands.popups.choice = 1.0
        hands.click(field, _point(field, (0.3, 0.5)), Qt.MouseButton.LeftButton)
        hands.press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        hands.write(self.text)
        if self.end:
            hands.press(getattr(Qt.Key, f"Key_{self.end}"))


@dataclass(frozen=True)
class Line(Action):
    """Type a line in the Code panel."""

    text: str

    def do(self, hands: Hands) -> None:
        code = hands.window.code
        hands.window.show_page(code)
        if code.prompt.line.isVisible() and code.prompt.line.isEnabled():
            code.prompt.line.setFocus()
            code.prompt.line.selectAll()
            hands.write(self.text)
            hands.press(Qt.Key.Key_Return)


@dataclass(frozen=True)
class Trigger(Action):
    """Choose an action of the menus; a file dialog gives the file `path`."""

    name: str
    path: str = ""

    def do(self, hands: Hands) -> None:
        with hands.choosing(self.path):
            hands.window.actions_[self.name].trigger()  # does nothing while it is disabled


@dataclass(frozen=True)
class Resize(Action):
    """Give the window another size, or the smallest it can have."""

    width: int
    height: int

    def do(self, hands: Hands) -> None:
        hands.window.resize(self.width, self.height)


@dataclass(frozen=True)
class Panel(Action):
    """Let a panel float, return or close."""

    dock: str
    floating: bool = False
    shown: bool = True

    def do(self, hands: Hands) -> None:
        dock = getattr(hands.window, self.dock)
        if not hands.window.presenting:
            dock.setFloating(self.floating)
            dock.setVisible(self.shown)


@dataclass(frozen=True)
class Page(Action):
    """Show a page of the bottom panel or of the inspector."""

    name: str

    def do(self, hands: Hands) -> None:
        hands.window.show_page(getattr(hands.window, self.name))


@dataclass(frozen=True)
class Rest(Action):
    """Let the window go on by itself for a while."""

    ms: int

    def do(self, hands: Hands) -> None:
        hands.rest(self.ms)


@dataclass(frozen=True)
class Palette(Action):
    """Search for a word in the palette, go down by some rows, and choose, or leave it with Escape."""

    word: str
    down: int = 0
    end: str = "Return"

    def do(self, hands: Hands) -> None:
        hands.popups.choice = 1.0
        hands.press(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
        hands.write(self.word)
        for _ in range(self.down):
            hands.press(Qt.Key.Key_Down)
        hands.press(getattr(Qt.Key, f"Key_{self.end}"))


@dataclass(frozen=True)
class Paste(Action):
    """Paste a text from the clipboard: with "paste_table" as a table, with "paste_samples" into the data."""

    text: str
    name: str = "paste_table"

    def do(self, hands: Hands) -> None:
        QGuiApplication.clipboard().setText(self.text)
        hands.window.actions_[self.name].trigger()


@dataclass(frozen=True)
class Cell(Action):
    """Type into a cell of the data, where the double click hits one."""

    at: Share
    text: str
    end: str = "Return"

    def do(self, hands: Hands) -> None:
        hands.popups.choice = 1.0
        hands.window.show_page(hands.window.data)
        table = hands.window.data.findChild(SampleView)
        if table is not None and table.isVisible():
            hands.double_click(table.viewport(), _point(table.viewport(), self.at))
            hands.write(self.text)
            hands.press(getattr(Qt.Key, f"Key_{self.end}"))


@dataclass(frozen=True)
class Drop(Action):
    """Drop a file on the window."""

    path: str

    def do(self, hands: Hands) -> None:
        hands.drop(hands.folder / self.path)


@dataclass(frozen=True)
class Spoil(Action):
    """Write a spoilt copy of a file: "cut" at a share of its bytes, or with another byte there ("flip")."""

    path: str
    copy: str
    share: float
    way: str = "cut"

    def do(self, hands: Hands) -> None:
        with contextlib.suppress(OSError):  # there is no such file yet
            content = bytearray((hands.folder / self.path).read_bytes())
            at = int(self.share * (len(content) - 1))
            if self.way == "cut":
                del content[at:]
            elif content:
                content[at] ^= 0xFF
            (hands.folder / self.copy).write_bytes(content)


@dataclass(frozen=True)
class Close(Action):
    """Close the window with its button; it may ask whether to save first."""

    def do(self, hands: Hands) -> None:
        hands.window.close()


@dataclass(frozen=True)
class NewWindow(Action):
    """Close the window, whatever it does, and open another one; after a crash it finds what was not saved."""

    crashed: bool = False

    def do(self, hands: Hands) -> None:
        if self.crashed:
            hands.leave_copy()
        hands.close()
        hands.start()


def read(line: str) -> Action:
    """Return the action of a repr."""
    return eval(line, {"__builtins__": {}}, {kind.__name__: kind for kind in Action.__subclasses__()})


def _point(widget: QWidget, share: Share) -> QPoint:
    return QPoint(round(share[0] * (widget.width() - 1)), round(share[1] * (widget.height() - 1)))


def _click(hands: Hands, widget: QWidget, point: QPoint, button: str) -> None:
    if button == "double":
        hands.double_click(widget, point)
    else:
        hands.click(widget, point, getattr(Qt.MouseButton, f"{button.capitalize()}Button"))
