"""Batches to learn from: made data sets, and those of scikit-learn. Those of files are in `core.tables`."""
