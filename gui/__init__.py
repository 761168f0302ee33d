"""The window, in Qt. `gui.app` is where programs get it from."""
