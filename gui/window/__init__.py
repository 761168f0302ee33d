"""The main window: its docks, focus and cards, and `wiring`, which makes the presenters."""
