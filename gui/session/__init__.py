"""The window's side of the Keras thread: what one can ask for, the queue and the player, the networks of the
workspaces, the selection and the problem on show. Only presenters know it.
"""
