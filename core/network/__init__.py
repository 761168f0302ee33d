"""The real Keras objects by the names of the written code: what one line of Keras does to them, how they are looked at,
and how they are put back. It imports Keras.
"""
