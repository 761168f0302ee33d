"""Batches to learn from: made, of scikit-learn, drawn or edited by hand. Those of files are in `core.tables`."""
