"""The design editor, and the menu of a layer on the canvas."""
