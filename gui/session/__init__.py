"""The window's side of the Keras thread: the requests, the queue and the player, the networks of the workspaces, the
selection, and the problem on show. Only presenters know it.
"""
