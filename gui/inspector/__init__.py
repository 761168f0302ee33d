"""The panel that shows the selected layer or unit in numbers; its pages are in `pages` and `maths`."""
