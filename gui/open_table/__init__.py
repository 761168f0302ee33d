"""The sheet "Open a table": what was found in a file, what becomes of its columns and rows, and the network for it."""
