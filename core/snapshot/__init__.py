"""One moment of a network as frozen numbers. Nothing here holds a Keras object."""
