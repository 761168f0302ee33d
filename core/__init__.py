"""The domain: Python, numpy and Keras. Nothing in here knows that there is a window."""
