"""The style sheet, filled from a theme's tokens. Widgets choose a look by the dynamic property `look`.

Looks of a QPushButton or QToolButton: "primary", "toggle" (in a strip, the last one with `end`), "icon" (nothing but an
icon), "flat", "link", "pill" (with a `stage`: "done", "now" or "waits"). Of a QFrame: "head" (a dock's), "canvas",
"card", "sunken", "question", "note", "done", "frozen", "error", "said", "line". Of a QLabel: "title", "strong",
"caption", "small", "error". Of a QLineEdit: "wrong".
"""

from __future__ import annotations

import re
from collections.abc import Callable

from PySide6.QtGui import QColor

from gui.look.icons import tinted_file

WINDOW_SHEET = "QMainWindow::separator { background: transparent; width: 6px; height: 6px; }"
"""Of a main window itself: its parts have `SHEET`, and another theme changes nothing here."""

SHEET = """
QWidget#menu_row { background: {bg.window}; }
QToolBar { background: {bg.window}; border: none; spacing: 0; padding: 0; }
QToolTip { background: {bg.tooltip}; color: {fg.tooltip}; border: none; padding: [6]px [8]px; }
QMenuBar { background: transparent; spacing: [4]px; }
QMenuBar::item { padding: [4]px [12]px; border-radius: [5]px; background: transparent; }
QMenuBar::item:selected, QMenu::item:selected { background: {bg.hover}; color: {text.primary}; }
QMenu { background: {bg.panel}; border: 1px solid {line.soft}; padding: [4]px; }
QMenu::item { padding: [6]px [28]px [6]px [24]px; border-radius: [5]px; }
QMenu::item:disabled { color: {text.disabled}; }
QMenu::separator { height: 1px; background: {line.soft}; margin: [4]px [8]px; }

QWidget[look="head"] { background: {bg.panel}; border: 1px solid {line.soft}; border-bottom: none;
  border-top-left-radius: [8]px; border-top-right-radius: [8]px; }
QFrame[look="canvas"] { background: {bg.canvas}; border: 1px solid {line.soft}; }
QFrame[look="card"] { background: {bg.panel}; border: 1px solid {line.strong}; border-radius: [8]px; }
QFrame[look="sunken"] { background: {bg.sunken}; border: none; border-radius: [5]px; }
QFrame[look="note"] { background: {past.bg}; border: none; border-left: [4]px solid {past.fg}; }
QFrame[look="past"] { background: {past.bg}; border: none; border-bottom: [2]px solid {past.fg}; }
QFrame[look="lesson"] { background: {accent.soft}; border: none; border-bottom: [2]px solid {accent}; }
QFrame[look="question"] { background: {bg.sunken}; border: 1px solid {line.soft}; border-radius: [8]px; }
QFrame[look="done"] { background: {accent.soft}; border: none; border-left: [4]px solid {accent}; }
QFrame[look="frozen"] { background: {frozen.bg}; border: none; border-left: [4]px solid {frozen.fg}; }
QFrame[look="error"] { background: {bg.panel}; border: [2]px solid {error.fg}; border-radius: [8]px; }
QFrame[look="said"] { background: {error.bg}; border: 1px solid {error.fg}; border-radius: [5]px; }
QFrame[look="line"] { background: {line.soft}; border: none; }
QScrollArea, QScrollArea > QWidget > QWidget#page,
  QWidget#lesson_page { background: transparent; border: none; }
QStackedWidget { background: transparent; }

QLabel { background: transparent; }
QLabel[look="title"] { font-size: [16]px; font-weight: bold; }
QLabel[look="strong"] { font-weight: bold; }
QLabel[look="caption"] { color: {text.secondary}; font-size: [11]px; }
QLabel[look="small"] { color: {text.secondary}; font-size: [12]px; }
QLabel[look="error"] { color: {error.fg}; font-weight: bold; border: none; background: transparent; }

QPushButton, QToolButton { background: {bg.panel}; color: {text.primary}; border: 1px solid {line.strong};
  border-radius: [5]px; padding: [4]px [12]px; min-height: [18]px; }
QPushButton:hover, QToolButton:hover { background: {bg.hover}; }
QPushButton:pressed, QToolButton:pressed { background: {line.soft}; }
QPushButton:disabled, QToolButton:disabled { color: {text.disabled}; border-color: {line.soft};
  background: {bg.window}; }
QPushButton:focus, QToolButton:focus { border: [2]px solid {focus}; padding: [3]px [11]px; }
QPushButton[look="primary"], QToolButton[look="primary"] { background: {accent}; color: {accent.fg};
  border-color: {accent}; font-weight: bold; }
QPushButton[look="primary"]:hover, QToolButton[look="primary"]:hover { background: {accent.hover}; }
QPushButton[look="primary"]:pressed, QToolButton[look="primary"]:pressed { background: {accent.pressed}; }
QPushButton[look="primary"]:focus, QToolButton[look="primary"]:focus { border: [2]px solid {focus}; }
QPushButton[look="primary"]:disabled, QToolButton[look="primary"]:disabled { background: {line.soft};
  color: {text.disabled}; border-color: {line.soft}; }
QToolButton[look="flat"], QPushButton[look="flat"] { background: transparent; border: 1px solid transparent;
  padding: [4]px; }
QToolButton[look="flat"]:hover, QPushButton[look="flat"]:hover { background: {bg.hover}; }
QToolButton[look="flat"]:focus, QPushButton[look="flat"]:focus { border: [2]px solid {focus}; padding: [3]px; }
QToolButton[look="icon"] { padding: 0; }
QToolButton#live_button[live="true"]:disabled { background: {accent.soft}; color: {accent}; border-color: {accent}; }
QToolButton[look="icon"]:focus { padding: 0; }
QPushButton[look="row"], QPushButton[look="row_now"] { background: transparent; border: 1px solid transparent;
  border-radius: [4]px; padding: 0; min-height: 0; text-align: left; }
QPushButton[look="row_now"] { background: {accent.soft}; border-left: [3]px solid {accent}; }
QPushButton[look="row"]:hover { background: {bg.hover}; }
QPushButton[look="row"]:focus, QPushButton[look="row_now"]:focus { border: [2]px solid {focus}; padding: 0; }
QPushButton[look="done"] { background: {accent.soft}; color: {text.primary}; border-color: {accent}; }
QPushButton[look="link"] { background: transparent; border: 1px solid transparent; color: {accent};
  padding: [4]px [6]px; }
QPushButton[look="link"]:hover { background: {bg.hover}; }
QPushButton[look="link"]:focus { border: [2]px solid {focus}; padding: [3]px [5]px; }
QPushButton[look="toggle"] { border-radius: 0; padding: [4]px [8]px; border-right-width: 0; }
QPushButton[look="toggle"][narrow="true"], QPushButton[look="toggle"][narrow="true"]:focus {
  padding: [2]px 0; }
QPushButton[look="toggle"][end="true"] { border-right-width: 1px; }
QPushButton[look="toggle"]:checked { background: {accent}; color: {accent.fg}; border-color: {accent};
  font-weight: bold; }
QPushButton[look="toggle"]:checked:disabled { background: {line.soft}; color: {text.disabled};
  border-color: {line.soft}; }
QPushButton[look="pill"] { border-radius: [14]px; padding: [2]px [11]px; min-height: [22]px;
  color: {text.secondary}; }
QPushButton[look="pill"]:focus { border: [2]px solid {focus}; padding: [1]px [10]px; }
QPushButton[look="pill"][progress="done"] { color: {text.primary}; border-color: {accent}; }
QPushButton[look="pill"][progress="now"] { background: {accent}; color: {accent.fg}; border-color: {accent};
  font-weight: bold; }
QPushButton[look="pill"][progress="now"]:focus { border: [2]px solid {focus}; }

QCheckBox { background: transparent; spacing: [7]px; }
QCheckBox:disabled { color: {text.disabled}; }
QCheckBox:focus { color: {focus}; }
QCheckBox::indicator { width: [14]px; height: [14]px; border: [1.4]px solid {line.strong}; border-radius: [3]px;
  background: {bg.panel}; }
QCheckBox::indicator:hover { border-color: {text.primary}; }
QCheckBox::indicator:focus { border: [2]px solid {focus}; }
QCheckBox::indicator:checked { background: {accent}; border-color: {accent}; image: url(<check-bold accent.fg>); }
QCheckBox::indicator:indeterminate { background: {accent}; border-color: {accent};
  image: url(<minus-bold accent.fg>); }
QCheckBox::indicator:disabled { background: {line.soft}; border-color: {line.soft}; }

QRadioButton { background: transparent; spacing: 0; }
QRadioButton::indicator { width: [14]px; height: [14]px; border: [1.4]px solid {line.strong}; border-radius: [8]px;
  background: {bg.panel}; }
QRadioButton::indicator:hover { border-color: {text.primary}; }
QRadioButton::indicator:focus { border: [2]px solid {focus}; }
QRadioButton::indicator:checked { border: [4]px solid {accent}; width: [9]px; height: [9]px; }
QRadioButton::indicator:disabled { border-color: {line.soft}; }

QLineEdit, QComboBox, QAbstractSpinBox { background: {bg.panel}; color: {text.primary};
  border: 1px solid {line.strong}; border-radius: [5]px; padding: [2]px [8]px; min-height: [22]px;
  selection-background-color: {accent}; selection-color: {accent.fg}; }
QLineEdit:focus, QComboBox:focus, QAbstractSpinBox:focus { border: [2]px solid {focus}; padding: [1]px [7]px; }
QLineEdit:disabled, QComboBox:disabled, QAbstractSpinBox:disabled { color: {text.disabled};
  border-color: {line.soft}; background: {bg.window}; }
QLineEdit[look="wrong"] { border: [2]px solid {error.fg}; }
QComboBox { combobox-popup: 0; }
QComboBox::drop-down { border: none; width: [20]px; }
QComboBox::down-arrow { image: url(<caret-down-bold text.secondary>); width: [12]px; height: [12]px; }
QComboBox QAbstractItemView { background: {bg.panel}; border: 1px solid {line.strong}; outline: none;
  selection-background-color: {accent.soft}; selection-color: {text.primary}; }
QSlider { background: transparent; min-height: [26]px; }
QSlider::groove:horizontal { height: [4]px; border-radius: [2]px; background: {line.strong}; }
QSlider::sub-page:horizontal { height: [4]px; border-radius: [2]px; background: {accent}; }
QSlider::handle:horizontal { width: [14]px; height: [14]px; margin: -[5]px 0; border-radius: [7]px;
  background: {accent}; }
QSlider::handle:horizontal:focus { border: [2]px solid {focus}; width: [10]px; height: [10]px; }
QSlider::sub-page:horizontal:disabled, QSlider::handle:horizontal:disabled { background: {line.strong}; }
QProgressBar { border: 1px solid {line.strong}; border-radius: [4]px; background: {bg.sunken}; max-height: [8]px;
  min-height: [8]px; }
QProgressBar::chunk { background: {accent}; border-radius: [3]px; }

QTabBar { background: transparent; }
QTabBar::tab { background: transparent; color: {text.secondary}; padding: [6]px [8]px [5]px [8]px; border: none;
  border-bottom: [3]px solid transparent; margin-right: [6]px; }
QTabBar::tab:selected { color: {text.primary}; font-weight: bold; border-bottom-color: {accent}; }
QTabBar::tab:hover:!selected { color: {text.primary}; border-bottom-color: {line.soft}; }
QTabBar::tab:focus { color: {focus}; }
QTabBar::scroller { width: [48]px; }
QTabBar QToolButton { padding: 0; min-height: 0; width: [22]px; border: none; background: {bg.panel}; }

QHeaderView { background: {bg.sunken}; border: none; }
QHeaderView::section { background: {bg.sunken}; color: {text.secondary}; border: none;
  border-bottom: 1px solid {line.soft}; padding: [4]px [10]px; }
QTableCornerButton::section { background: {bg.sunken}; border: none; }
QTableView, QTreeView { background: {bg.panel}; border: none; gridline-color: {line.soft}; outline: none;
  alternate-background-color: {bg.sunken}; selection-background-color: {accent.soft};
  selection-color: {text.primary}; }
QTableView:focus, QTreeView:focus { border: 1px solid {focus}; }
QPlainTextEdit { background: {bg.panel}; border: none; selection-background-color: {accent};
  selection-color: {accent.fg}; }
QAbstractScrollArea::corner { background: transparent; }
QScrollBar:vertical { background: transparent; width: [10]px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: [10]px; margin: 0; }
QScrollBar::handle { background: {line.strong}; border-radius: [3]px; margin: [2]px; min-height: [24]px;
  min-width: [24]px; }
QScrollBar::handle:disabled { background: transparent; }
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page { background: none;
  border: none; width: 0; height: 0; }
"""


def style_sheet(color: Callable[[str], QColor], px: Callable[[float], int]) -> str:
    """Fill `SHEET`: `{token}` with colours, `[n]` with n px at the theme's zoom, `<icon token>` with a file."""
    sheet = re.sub(r"<([\w-]+) ([\w.]+)>", lambda m: tinted_file(m[1], color(m[2])), SHEET)
    sheet = re.sub(r"\{([a-z]+(?:\.[a-z]+)*)\}", lambda m: color(m[1]).name(), sheet)
    return re.sub(r"\[([\d.]+)\]", lambda m: str(max(1, px(float(m[1])))), sheet)
