"""What a workbench can be asked besides commands: plans that become commands in the Keras thread, moves in time, and
questions.
"""
