"""Compiled gradient descent, and what `compile`, `fit` and `predict` leave behind in a model. It imports Keras, and
knows a model but nothing above it.
"""
