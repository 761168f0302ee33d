"""Where every number comes from: a unit's terms, a weight's gradient and update, the parts of a step, the tape, the
numeric gradient check.
"""
