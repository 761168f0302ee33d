"""The Data panel: the samples, and the choice of a data set."""
