"""What can go wrong, in words: `Problem` and its sentences, one file for each subject. It knows nothing of the objects
that it speaks of.
"""
