"""A model from a file that cannot be trained here: its layers as boxes over the canvas, to be read."""
