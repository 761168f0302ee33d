"""The texts of the health page's findings: a number, and one sentence that says what it means."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from gui.look import number_text

if TYPE_CHECKING:
    from core.health.health import Finding


class HealthWords(QObject):
    """The texts of findings in the language in use."""

    def title(self, finding: Finding) -> str:
        """Return where the finding is, and its number."""
        return self._title(finding.kind).format(
            layer=finding.layer,
            count=int(finding.number) if finding.dead else 0,
            all=int(finding.reference) if finding.dead else 0,
            units=_listed(finding.dead),
            norm=_norm(finding.number),
            limit=_norm(finding.reference),
            percent=percent(finding.number),
            factor=_factor(finding),
        )

    def _title(self, kind: str) -> str:
        return {
            "not_finite": self.tr("{layer}: numbers that are not finite"),
            "dead_layer": self.tr("{layer}: all {count} units are dead"),
            "dead": self.tr("{count} of {all} ReLU units dead: {units}"),
            "exploding": self.tr("{layer}: gradient {norm}, {factor} × its average"),
            "vanishing": self.tr("{layer}: gradient {factor} × the last layer's"),
            "large_update": self.tr("{layer}: the next step changes {percent} %"),
            "small_update": self.tr("{layer}: the next step changes only {percent} %"),
            "flat": self.tr("Every gradient is below {limit}"),
            "frozen": self.tr("No layer learns"),
            "healthy": self.tr("Healthy"),
        }[kind]

    def meaning(self, finding: Finding) -> str:
        """Return one or two sentences that say what the finding means."""
        from core.health.health import HEALTHY_RATIO, LARGE_RATIO, SMALL_RATIO  # here, to import numpy late

        return self._meaning(finding).format(
            usual=percent(HEALTHY_RATIO), least=percent(SMALL_RATIO), most=percent(LARGE_RATIO)
        )

    def _meaning(self, finding: Finding) -> str:
        if finding.kind == "healthy" and not isfinite(finding.number):
            return self.tr("Gradients reach every layer, and no unit is dead.")
        return {
            "not_finite": self.tr(
                "NaN and infinity stay what they are: no step can mend these weights, only an earlier step or a reset."
            ),
            "dead_layer": self.tr(
                "Its units output 0 for every sample, so no gradient passes: this layer and "
                "those before it learn nothing from these samples."
            ),
            "dead": self.tr(
                "A dead unit gives 0 for every sample, so these give it no gradient. Other samples may wake it, "
                "and so may changes in the layers before it."
            ),
            "exploding": self.tr(
                "An exploding gradient throws the weights far off in one step. A smaller learning rate or gradient "
                "clipping (clipnorm) helps."
            ),
            "vanishing": self.tr(
                "The gradient vanishes on its way back, so with SGD this layer learns far more slowly than the last "
                "one. Optimizers such as Adam make up for it."
            ),
            "large_update": self.tr(
                "A common rule of thumb is {usual} % of the weights. A step of more than {most} % may overshoot: if "
                "the loss jumps, try a smaller rate."
            ),
            "small_update": self.tr(
                "A common rule of thumb is {usual} % of the weights. Steps of less than {least} % change hardly "
                "anything: try a larger rate."
            ),
            "flat": self.tr("The loss is flat here: there is little left to learn, or the network is stuck."),
            "frozen": self.tr("Every layer is frozen, so the next step changes no weight."),
            "healthy": self.tr(
                "Gradients reach every layer, no unit is dead, and the largest change of the next step is between "
                "{least} % and {most} % of a layer's weights. A common rule of thumb is {usual} %."
            ),
        }[finding.kind]

    def severity(self, severity: str) -> str:
        """Return the severity in words, for readers who cannot see the icon."""
        return {
            "error": self.tr("Problem"),
            "warning": self.tr("Warning"),
            "note": self.tr("Note"),
            "good": self.tr("Good"),
        }[severity]


def percent(ratio: float) -> str:
    """Write a share in per cent with three digits and without the sign, e.g. "0.105", "42", "1.20e+05"."""
    value = 100 * ratio
    if not isfinite(value):
        return "∞"
    return f"{value:.3g}" if value == 0 or 1e-3 <= value < 999.5 else number_text.scientific(value)


def _norm(value: float) -> str:
    return number_text.scientific(value) if isfinite(value) else number_text.signed(value)


def _factor(finding: Finding) -> str:
    """Write the ratio of the number to its reference, with two digits."""
    if not finding.reference or not isfinite(finding.number / finding.reference):
        return "∞"
    return number_text.rate(float(f"{finding.number / finding.reference:.2g}"))


def _listed(dead: tuple[tuple[str, tuple[int, ...]], ...], most: int = 8) -> str:
    """List layers with the numbers of their units, up to `most`, e.g. "hidden_1[0, 3] hidden_2[1]"."""
    parts = []
    for name, units in dead:
        more = ", …" if len(units) > most else ""
        parts.append(f"{name}[{', '.join(str(unit) for unit in units[:most])}{more}]")
    return " ".join(parts)
