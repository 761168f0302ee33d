"""The domain: real Keras networks, what a learner can do to them, and what there is to know about them. It knows no
window.
"""
