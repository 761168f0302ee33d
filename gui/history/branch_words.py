"""The names of branches, which say what differs from the branch that each one left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from gui.history.mark_words import mark_text
from gui.look import number_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.history.marks import Mark
    from core.history.place_in_time import BranchInfo

MOST_NAMED = 2


def tr(text: str) -> str:
    """Translate a text into the language in use."""
    return QCoreApplication.translate("Branches", text)


def branch_text(info: BranchInfo) -> str:
    """Return a branch's name, e.g. "branch 5: hidden_2 frozen at 97" or, if nothing differs, its steps."""
    what = _what_differs(info, MOST_NAMED)
    if not what:
        first, last = number_text.count(info.first_step), number_text.count(info.last_step)
        return tr("branch {number}: {first} → {last}").format(number=info.number + 1, first=first, last=last)
    return tr("branch {number}: {what}").format(number=info.number + 1, what=what)


def branch_tip(info: BranchInfo) -> str:
    """Return where a branch began, and everything that differs."""
    if info.parent is None:
        return tr("From the first initial weights")
    step, parent = number_text.count(info.first_step), info.parent + 1
    if info.run == info.number:
        text = tr("From initial weights, after branch {number}").format(number=parent)
    else:
        text = tr("Left branch {number} at step {step}").format(number=parent, step=step)
    what = _what_differs(info, None)
    return f"{text}: {what}" if what else text


def _what_differs(info: BranchInfo, most: int | None) -> str:
    """Return the settings of this branch alone, else those that it lacks; "" if there are none."""
    if info.difference.own:
        return _list(info.difference.own, most)
    missing = [mark for mark in info.difference.missing if mark.step < info.last_step]
    return tr("without “{what}”").format(what=_list(missing, most)) if missing else ""


def _list(marks: Sequence[Mark], most: int | None) -> str:
    at = tr("{what} at {step}")
    named = [at.format(what=mark_text(mark), step=number_text.count(mark.step)) for mark in marks[:most]]
    return ", ".join(named) + (" …" if len(named) < len(marks) else "")
