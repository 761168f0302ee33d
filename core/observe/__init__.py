"""Passes through the real layers that change nothing: the graph of layers, the observer behind every snapshot, the
measuring of validation rows, and the response maps. It imports Keras.
"""
