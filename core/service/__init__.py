"""The thread in which all Keras work happens, what it is asked and what it answers, and the workspaces of the learner
and of a lesson. It knows no Qt.
"""
