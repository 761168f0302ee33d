"""The real Keras objects by the names of the written code: what one line of Keras does to them, how snapshots of them
are taken, and how they are restored. It imports Keras.
"""
