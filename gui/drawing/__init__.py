"""The drawing pad: points of two classes, or a curve, that are set by hand and learned from."""
