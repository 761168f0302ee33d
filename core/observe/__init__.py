"""Passes through the real layers that change nothing: the graph of layers, the observer behind every snapshot, and the
response maps. It imports Keras.
"""
