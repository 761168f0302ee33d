"""The positions of everything on the canvas, as pure functions of the content. Nothing is painted here."""
