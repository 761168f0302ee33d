"""What `compile` and `fit` can be given."""

from __future__ import annotations

METRICS = ("mae", "mse", "accuracy")
"""The metrics to choose from; any other name that Keras knows can be compiled, too."""

LARGEST_EPOCHS = 100_000
"""The most epochs of one `fit`."""
