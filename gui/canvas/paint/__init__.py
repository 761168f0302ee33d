"""Painters of the parts of the canvas. They are given positions and colours, and decide nothing."""
