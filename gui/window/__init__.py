"""The main window, which makes the views: its docks, focus and cards; and `wiring`, which makes the presenters."""
