"""The row at the top: the menu bar, and at its right end the versions, presentation and theme."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QMenuBar, QToolButton, QWidget

from gui.actions.table import CONTEXT, MENUS, TABLE, Actions
from gui.look import icons, theme
from gui.widgets.panel import Panel

HEIGHT = 28


class MenuRow(Panel):
    """The menus, made from the table of actions.

    It is a row of its own because `QMenuBar.setCornerWidget` stays invisible on some platforms.
    """

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="menu_row")
        self._actions = actions
        self._bar = QMenuBar()
        self._menus: dict[str, QMenu] = {}
        for spec in TABLE:
            if spec.menu:
                menu = self._menu(spec.menu.lstrip("-"))
                if spec.menu.startswith("-"):
                    menu.addSeparator()
                menu.addAction(actions[spec.name])
        self._icon, self._versions = QLabel(), QLabel(objectName="versions")
        self._ready = False
        self._present, self._theme = QToolButton(), QToolButton()
        self._present.clicked.connect(actions["presentation"].trigger)
        self._theme.clicked.connect(actions["swap_theme"].trigger)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 10, 0)
        row.addWidget(self._bar)
        row.addStretch(1)
        for widget in (self._icon, self._versions, self._present, self._theme):
            row.addWidget(widget)
        for button in (self._present, self._theme):
            button.setProperty("look", "flat")
        self.retranslate()
        self.restyle()

    def set_versions(self, versions: str) -> None:
        """Show the versions of Keras and TensorFlow; empty while they are loading."""
        if bool(versions) == self._ready:
            return
        self._ready = bool(versions)
        self._versions.setText(versions or self.tr("loading TensorFlow…"))
        self.restyle()

    def retranslate(self) -> None:
        for name, menu in self._menus.items():
            menu.setTitle(QCoreApplication.translate(CONTEXT, MENUS[name]))
        for button, action in ((self._present, "presentation"), (self._theme, "swap_theme")):
            button.setToolTip(self._actions[action].toolTip())
            button.setAccessibleName(self._actions[action].text())
        if not self._ready:
            self._versions.setText(self.tr("loading TensorFlow…"))

    def restyle(self) -> None:
        now = theme.current()
        self.setFixedHeight(now.px(HEIGHT))
        name, token = ("check-circle-fill", "accent") if self._ready else ("circle-half-fill", "text.secondary")
        self._icon.setPixmap(icons.pixmap(name, now.color(token), now.px(14), self.devicePixelRatioF()))
        self._versions.setFont(now.font("small"))
        ink = now.color("text.primary")
        self._present.setIcon(icons.icon("presentation-chart-bold", ink, size=now.px(18)))
        self._theme.setIcon(icons.icon("moon-bold" if now.name == "light" else "sun-bold", ink, size=now.px(18)))

    def _menu(self, path: str) -> QMenu:
        """Return the menu of a path such as "View/Theme", made at the first call."""
        parent, _, name = path.rpartition("/")
        if name not in self._menus:
            owner = self._menu(parent) if parent else self._bar
            menu = QMenu(owner)
            owner.addMenu(menu)
            self._menus[name] = menu
        return self._menus[name]
