"""The table of all actions, the menus made of it, what each action needs to be enabled, and what presenters need of the
window.
"""
