"""Batches to learn from: made data sets, and CSV files read and checked."""
