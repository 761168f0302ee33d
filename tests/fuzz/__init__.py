"""Broken files, lessons and typed lines: each ends in a card, and nothing is lost.

`inputs` makes them, the same ones in every run; `guard` watches what they may not do.
"""
