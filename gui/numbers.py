"""How numbers are written: with a true minus sign, and a fixed number of digits so that nothing dances."""

from __future__ import annotations

import math

MINUS = "−"


def signed(value: float, digits: int = 2) -> str:
    """With a sign and `digits` decimals, e.g. "+0.48", "−1.20"; NaN and infinities by name."""
    return _with_sign(value, f"{abs(value):.{digits}f}")


def plain(value: float, digits: int = 2) -> str:
    """With a sign only where it is negative, e.g. "0.48", "−1.20"."""
    return signed(value, digits).removeprefix("+")


def exact(value: float) -> str:
    """Every digit of a float32: the shortest text that gives the same number again, with a sign."""
    import numpy as np  # here, so that the window opens before numpy is imported

    return _with_sign(value, str(abs(np.float32(value))))


def loss(value: float) -> str:
    """A loss in at most 8 characters: four decimals, or scientific where these would say nothing."""
    if not math.isfinite(value):
        return _with_sign(value, "")
    return f"{value:.4f}" if 1e-3 <= abs(value) < 1e3 or value == 0 else f"{value:.2e}".replace("-", MINUS)


def _with_sign(value: float, magnitude: str) -> str:
    if math.isnan(value):
        return "NaN"
    sign = MINUS if value < 0 else "+"
    return f"{sign}∞" if math.isinf(value) else sign + magnitude
