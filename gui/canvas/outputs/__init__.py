"""Painters of what the outputs mean: classes with their probabilities, targets, the result of a sample, and counts."""
