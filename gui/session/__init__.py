"""The window's side of the Keras thread: the request queue, the player, the state that views are shown, selection and
settings.
"""
