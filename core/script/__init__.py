"""Commands to Python text, and a typed line of Python to a command."""
