"""Save, open, the title bar, what was open lately, and what is asked before the window closes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDateTime, QEvent, QLocale, QObject
from PySide6.QtWidgets import QFileDialog, QMenu

from gui.actions.shell import Shell
from gui.actions.table import Actions, Slots
from gui.documents.autosave import ENDING, Autosave, autosave_folder
from gui.documents.model_presenter import ENDINGS as MODELS
from gui.documents.model_presenter import ModelPresenter
from gui.documents.questions import Choice, Role
from gui.documents.recent import RecentFiles
from gui.look import i18n, theme
from gui.look.i18n import tr
from gui.look.settings import Settings
from gui.saving.session_files import Place
from gui.session.session import Session
from gui.widgets.save_dialog import ask_where

if TYPE_CHECKING:
    from core.files.saved_session import SavedSession

NAME = "Layerscope"
NO_RECENT = tr("No file was open yet.")


class DocumentsPresenter(QObject):
    """Connect the actions on files, and the title bar, with the session.

    Attributes:
        models: saves and opens models.
        look_at_table: shows what is in the file of a table, before it is learned from.
    """

    def __init__(self, session: Session, actions: Actions, shell: Shell, settings: Settings) -> None:
        super().__init__(shell.dialog_parent)
        self._session, self._actions, self._shell, self._window = session, actions, shell, shell.dialog_parent
        self._recent, self._recent_menu = RecentFiles(settings), QMenu(self._window)
        theme.dress(self._recent_menu)
        actions["open_recent"].setMenu(self._recent_menu)
        self._autosave: Autosave | None = None
        self._closing = False  # the window closes as soon as the session is saved
        self.models = ModelPresenter(session, shell)
        self.look_at_table: Callable[[str], None] | None = None
        session.files.changed.connect(self._show_title)
        session.files.saved.connect(self._saved)
        session.files.failed.connect(self._stay)
        session.files.opened.connect(self._opened)
        shell.retranslated.connect(self._retranslate)
        self._retranslate()

    def slots(self) -> Slots:
        """Return the slots of the actions on files, by the actions' names."""
        return {
            "open": self._choose,
            "open_recent": self._open_latest,
            "save": self.save,
            "save_as": self._save_as,
            **self.models.slots(),
        }

    # ---- opening ------------------------------------------------------------------------------------------------

    def open_file(self, path: str, ask: bool = True) -> None:
        """Open a file of any known kind: a session, a model, or a table, which is looked at first unless not `ask`."""
        ending = Path(path).suffix.lower()
        if ending == ENDING:
            self._session.open(path)
        elif ending in MODELS:
            self.models.open(path)
        elif ask and self.look_at_table is not None:
            self.look_at_table(path)
        else:
            self._session.open_table(path)

    def _choose(self) -> None:
        path, _ = QFileDialog.getOpenFileName(
            self._window,
            self.tr("Open"),
            "",
            self.tr(
                "Everything that opens (*.layerscope *.csv *.tsv *.txt *.data *.xlsx *.npy *.npz *.keras *.h5 *.json)"
                ";;All files (*)"
            ),
        )
        if path:
            self.open_file(path)

    def _open_latest(self) -> None:
        if self._recent.paths:
            self.open_file(str(self._recent.paths[0]))

    def _opened(self, session: SavedSession) -> None:
        self._add_recent()

    # ---- saving -------------------------------------------------------------------------------------------------

    def save(self) -> None:
        """Save the session to its file, or ask for one."""
        path = self._session.files.path
        if path is None:
            self._save_as()
        else:
            self._session.save(path)

    def _save_as(self) -> None:
        name = str(self._session.files.path or self.tr("session"))
        path = ask_where(self._window, self.tr("Save the session"), name, self.tr("Sessions (*.layerscope)"))
        if path is not None:
            self._session.save(path)
        else:
            self._closing = False

    def _saved(self, place: Place) -> None:
        if not place.stays:
            return
        self._add_recent()
        if self._closing:
            self._closing = False
            self._window.close()  # asks again if something was done meanwhile

    def _stay(self) -> None:
        self._closing = False

    def _add_recent(self) -> None:
        path = self._session.files.path
        if path is not None:
            self._recent.add(path)
            self._show_recent()

    # ---- the title bar and the menu -------------------------------------------------------------------------------

    def _retranslate(self) -> None:
        self._show_title()
        self._show_recent()

    def _show_title(self) -> None:
        """Say which file is open, with the mark of the system where something is not saved."""
        files = self._session.files
        name = files.path.name if files.path is not None else self.tr("Not saved yet") if files.modified else ""
        self._window.setWindowTitle(f"{name}[*] – {NAME}" if name else NAME)
        self._window.setWindowModified(files.modified and files.path is not None)

    def _show_recent(self) -> None:
        """List the files that were open lately, in a menu of their own."""
        self._recent_menu.clear()
        for path in self._recent.paths:
            entry = self._recent_menu.addAction(path.name.replace("&", "&&"))
            entry.setToolTip(str(path))
            entry.triggered.connect(partial(self.open_file, str(path)))
        self._actions.allow("open_recent", "" if self._recent.paths else NO_RECENT)

    # ---- crashes and closing --------------------------------------------------------------------------------------

    def guard(self) -> None:
        """Keep a copy of what is not saved, offer what a crash left, and from now on ask before the window closes."""
        self._autosave = Autosave(self._session.files, autosave_folder(), self)
        self._window.installEventFilter(self)
        if self._autosave.left:
            self._offer(self._autosave.left[0])

    def _may_close(self) -> bool:
        """Return whether the window may close now; if something is not saved, ask first."""
        if self._autosave is None or not self._session.files.modified:
            return True
        self._autosave.write()  # so that nothing is lost while the question is there
        if self._window.findChild(Choice, "close_question") is None:
            self._ask_before_closing()
        return False

    def _ask_before_closing(self) -> None:
        self._session.pause()
        answers = (
            (self.tr("Save"), Role.AcceptRole, self._save_and_close),
            (self.tr("Do not save"), Role.DestructiveRole, self._close_without),
            (self.tr("Cancel"), Role.RejectRole, None),
        )
        text = self.tr("What you did since it was saved last is not in a file yet.")
        Choice("close_question", self.tr("Save before closing?"), text, answers, self._window).open()

    def _save_and_close(self) -> None:
        self._closing = True
        self.save()

    def _close_without(self) -> None:
        self._session.files.forget_changes()
        self._window.close()

    def _offer(self, path: Path) -> None:
        assert self._autosave is not None
        when = QDateTime.fromSecsSinceEpoch(int(path.stat().st_mtime))
        time = QLocale(i18n.language()).toString(when, QLocale.FormatType.ShortFormat)
        answers = (
            (self.tr("Open it"), Role.AcceptRole, partial(self._reopen, path)),
            (self.tr("Delete it"), Role.DestructiveRole, partial(self._autosave.discard, path)),
            (self.tr("Later"), Role.RejectRole, None),
        )
        text = self.tr("Layerscope ended without being closed. What was there is from {time}.").format(time=time)
        Choice("crash_question", self.tr("Open what was there?"), text, answers, self._window).open()

    def _reopen(self, path: Path) -> None:
        assert self._autosave is not None
        self._autosave.adopt(path)
        self._session.files.open_copy(path)

    # ---- Qt -------------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        if event.type() == QEvent.Type.Close and not self._may_close():
            event.ignore()
            return True
        if event.type() == QEvent.Type.Close and self._autosave is not None:
            self._autosave.close()  # now: once the session is closed, nobody works with files any more
        return super().eventFilter(watched, event)
