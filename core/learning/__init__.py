"""Compiled gradient descent, what compiled functions networks of one structure share, and the state that `compile`,
`fit`, `evaluate` and `predict` leave in a model. It imports Keras, and knows a model but nothing above it.
"""
