"""What was done: branches, undo, the loss curves, and the place in time. It knows commands, and no Keras."""
