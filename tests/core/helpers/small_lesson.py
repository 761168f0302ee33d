"""A lesson of two pages, as a teacher may write it, to be changed and broken."""

from __future__ import annotations

LESSON = """title = "Mine"
languages = ["en"]

[[chapters]]
title = "One"
pages = ["first", "second"]

[[starts.layer]]
command = "CreateLayer"
name = "a"
units = 2
"""
FIRST = """title.en = "Build it"
label = "build"
start = "layer"
highlights = ["canvas"]

[[do]]
command = "BuildLayer"
layer = "a"
inputs = 3

[[goals]]
text = "a is built"
condition = "built"
layer = "a"
inputs = 3

[question]
text = "How many rows?"
answer = "a.kernel.shape[0]"
hint = "Count."
why = "One per input."
"""
SECOND = """title = "Look"
label = "look"

[[do]]
command = "Show"
expression = "a.get_weights()"

[[goals]]
text = "it was shown"
condition = "shown"
expression = "a.get_weights()"
"""
