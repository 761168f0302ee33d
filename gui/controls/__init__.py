"""Widgets that set a value: a learning rate, a choice, a switch."""
