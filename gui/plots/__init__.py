"""Drawing on matplotlib axes. Nothing here knows a Qt widget."""
