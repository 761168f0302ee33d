"""The training bar: play, step, reset, and the settings of the descent."""
