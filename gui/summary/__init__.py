"""The Summary panel: the model's layers as `model.summary()` lists them."""
