"""What can be chosen before any Keras object exists: layers and their hyperparameters, activations, optimizers, losses,
learning rates, arguments of `fit`, names; and layers of models that are only read.
"""
