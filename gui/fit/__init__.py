"""The cards of `compile`, `fit` and `predict`, steps by hand, and the Variables panel."""
