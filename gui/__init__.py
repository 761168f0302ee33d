"""The window: Qt. It knows the domain in `core`, and never does Keras work on its own thread."""
