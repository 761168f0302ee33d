"""The table of all actions, the menus and the palette made from it, the conditions that enable each action, and the
part of the window that presenters use.
"""
