"""A monkey that uses the real window at random, and checks every hundred actions that the promises still hold.

An action (`actions`) is a frozen dataclass that holds all it needs and can be read back from its repr. `generator`
chooses one by looking at the window, `hands` carries it out as mouse and keys of the window system, `checks` says what
must hold, and `watch` sees what nobody may say: exceptions, Qt's warnings, cards of the kind "unexpected". `run` puts
them together in one process; `python -m tests.monkey` runs that in a process of its own, and after a failure looks for
the shortest list of actions that still fails.
"""
