"""Batches to learn from: made data sets. Those of files are in `core.tables`."""
