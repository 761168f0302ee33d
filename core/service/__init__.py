"""The thread of all Keras work, its requests and answers, and the workspaces of the learner and of a lesson; work
without a window. It knows no Qt.
"""
