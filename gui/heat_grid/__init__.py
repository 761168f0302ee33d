"""A grid of numbers as coloured cells, and the bars below it."""
