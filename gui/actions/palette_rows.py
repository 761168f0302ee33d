"""What the palette lists: the actions of the table by menu, and those that a search finds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from gui.actions.table import CONTEXT, MENUS, TABLE, Actions, key_text
from gui.look.i18n import tr

WITHOUT_MENU = tr("Keyboard")


@dataclass(frozen=True)
class Row:
    """A line of the palette.

    Attributes:
        text: what is written.
        name: the action's; "" for the title of a group.
        keys: its shortcuts, as the keys are labelled.
        why_not: why it cannot be done now; "" if it can.
        ticked: whether it is on, where it can be.
    """

    text: str
    name: str = ""
    keys: str = ""
    why_not: str = ""
    ticked: bool = False


def rows(actions: Actions, searched: str) -> tuple[Row, ...]:
    """Return the actions whose texts have all words of a search, under the titles of their menus.

    Args:
        searched: words in any order and case, in the language in use or in English; "" finds every action.
    """
    words, groups = searched.casefold().split(), dict[str, list[Row]]()
    for spec in TABLE:
        action, group = actions[spec.name], _group(spec.menu)
        keys = ", ".join(key_text(shortcut) for shortcut in action.shortcuts())
        said = " ".join((action.text(), actions.tip(spec.name), spec.text, spec.tip, group, keys)).casefold()
        if all(word in said for word in words):
            why_not = "" if action.isEnabled() else actions.tip(spec.name)
            ticked = action.isCheckable() and action.isChecked()
            groups.setdefault(group, []).append(Row(action.text(), spec.name, keys, why_not, ticked))
    return tuple(row for group, found in groups.items() for row in (Row(group), *found))


def best_action(listed: Sequence[Row], searched: str) -> int:
    """Return the index of the action that a search means: one that begins with it, else the first; -1 for none."""
    possible = [index for index, row in enumerate(listed) if row.name and not row.why_not]
    begins = (index for index in possible if listed[index].text.casefold().startswith(searched.casefold().strip()))
    return next(begins, possible[0] if possible else -1)


def _group(menu: str) -> str:
    """Return the title of a menu of the table: "View · Theme" for a menu in a menu."""
    if not menu:
        return QCoreApplication.translate(CONTEXT, WITHOUT_MENU)
    parts = menu.removeprefix("-").split("/")
    return " · ".join(QCoreApplication.translate(CONTEXT, MENUS[part]) for part in parts)
