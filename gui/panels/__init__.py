"""The panels around the canvas. Each shows what it is given and says what was clicked."""
