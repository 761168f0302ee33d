"""The Inspector's pages of weights, gradients, activations and config."""
