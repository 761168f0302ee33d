"""Everything a learner can do, as frozen commands: how each is applied to a network, and its lines of Keras."""
