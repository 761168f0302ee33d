"""How numbers are written: with a true minus sign, and a fixed number of digits so that the text does not jump."""

from __future__ import annotations

import math
from decimal import Decimal

MINUS = "−"

NOT_ZERO = frozenset("123456789")

LONGEST_LOSS = 8
LONGEST_RATE = 8


def signed(value: float, digits: int = 2) -> str:
    """Write a number with a sign and `digits` decimals, e.g. "+0.48", "−1.20", "+0.00"; NaN and infinities by name."""
    return _with_sign(value, f"{abs(value):.{digits}f}")


def plain(value: float, digits: int = 2) -> str:
    """Write a number with a sign only if it is negative, e.g. "0.48", "−1.20"."""
    return signed(value, digits).removeprefix("+")


def exact(value: float) -> str:
    """Write every digit of a float32: a sign and the shortest text that gives the same number again."""
    import numpy as np  # here, so that the window opens before numpy is imported

    return _with_sign(value, str(abs(np.float32(value))).replace("-", MINUS))


def short(value: float, digits: int, *, powers: bool = True) -> str:
    """Write a sign and `digits` decimals; a number that is not 0 never looks like 0 if `powers` may be used."""
    if value == 0:
        return "0"
    half = 0.5 * 10**-digits
    if powers and not half <= abs(value) < 1e4 - half:
        return power(value)
    return signed(value, digits)


def power(value: float, digits: int = 0) -> str:
    """Write a sign and a short power of ten, e.g. "−4e−6"; NaN and infinities by name."""
    if not math.isfinite(value):
        return signed(value)
    mantissa, exponent = f"{abs(value):.{digits}e}".split("e")
    return _with_sign(value, f"{mantissa}e{int(exponent)}".replace("-", MINUS))


def scientific(value: float) -> str:
    """Write a finite number as three digits and a power of ten, e.g. "1.23e+08"; one width for all float32."""
    return f"{value:.2e}".replace("-", MINUS)


def limit(value: float) -> str:
    """Write an end of a colour scale with a sign and about three significant digits, e.g. "−1.25", "+2.68e19"."""
    if not 1e-3 <= abs(value) < 1e4:
        return power(value, 2)
    return signed(value, 2 if abs(value) >= 1 else 3)


def loss(value: float) -> str:
    """Write a loss in at most 8 characters: four decimals, or scientific if those are too long or all zero."""
    if not math.isfinite(value):
        return signed(value)
    text = plain(value, 4)
    return text if (value == 0 or abs(value) >= 1e-3) and len(text) <= LONGEST_LOSS else scientific(value)


def rate(value: float) -> str:
    """Write a learning rate in four digits as people do, e.g. "0.05", "0.000001", or "1.122e−6" if that is long.

    One that is not finite can be asked for, and is shown until it is refused.
    """
    if not math.isfinite(value):
        return plain(value)
    digits = f"{value:.4g}"
    text = f"{Decimal(digits):f}"
    if len(text) <= LONGEST_RATE:
        return text
    mantissa, _, exponent = f"{float(digits):.3e}".partition("e")
    return f"{mantissa.rstrip('0').rstrip('.')}e{int(exponent)}".replace("-", MINUS)


def count(number: int) -> str:
    """Write a whole number in groups of three, e.g. "12,480"."""
    return f"{number:,}".replace("-", MINUS)


def _with_sign(value: float, magnitude: str) -> str:
    """Put a number's sign before its written size; a number that is written as 0 is not negative."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return f"{MINUS if value < 0 else '+'}∞"
    return (MINUS if value < 0 and not NOT_ZERO.isdisjoint(magnitude) else "+") + magnitude
