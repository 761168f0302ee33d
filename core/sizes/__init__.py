"""How large values are that expressions make: what is counted, what is too large, and texts that are cut before they
are made.
"""
