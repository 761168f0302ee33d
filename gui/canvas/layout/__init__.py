"""Where everything on the canvas lies, as pure functions of what there is to draw. Nothing is painted here."""
