"""Whether a network is well: dead units, vanishing gradients, a learning rate that is too large, and the thresholds
with their sources.
"""
