"""Connect the table of layers with the session."""

from __future__ import annotations

from PySide6.QtCore import QObject

from gui.actions.shell import Shell
from gui.session.session import Session
from gui.summary.summary_panel import LayersTable


class SummaryPresenter(QObject):
    """Show the layers, and set `trainable` as clicked."""

    def __init__(self, table: LayersTable, session: Session, shell: Shell) -> None:
        super().__init__(shell.dialog_parent)
        table.set_design(session.network.spec)
        session.turns.follow(session.snapshot_changed, table, table.set_snapshot)
        session.selection.changed.connect(table.set_place)
        table.layer_clicked.connect(session.selection.select)
        table.trainable_clicked.connect(session.set_trainable)
