"""Widgets that one sets a value with: a learning rate, a choice, a switch."""
