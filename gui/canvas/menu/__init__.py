"""The context menu of a lane: the lines of Keras that it offers."""
