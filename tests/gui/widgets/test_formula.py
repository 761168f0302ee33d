"""Formulas: set by matplotlib's mathtext, painted in the theme's colour, read aloud as plain text."""

from __future__ import annotations

import matplotlib.textpath  # noqa: F401 (a size is a guess until it is there)
import pytest

from core.design.losses import LOSSES
from core.design.optimizers import OPTIMIZERS
from core.explain.reference_activations import KNOWN
from gui.inspector.maths.check_view import FORMULA
from gui.look import theme
from gui.widgets.formula import Formula, mathtext_name, outlines, plain_text

SUM = r"$z_3 = \sum_i x_i\,W_{i3} + b_3$"


@pytest.mark.parametrize(
    ("mathtext", "plain"),
    [
        (SUM, "z_3 = Σ_i x_i W_i3 + b_3"),
        (r"$\frac{L(w+\varepsilon)-L(w-\varepsilon)}{2\varepsilon}$", "(L(w+ε)-L(w-ε)) / (2ε)"),
        (r"$\delta_3 = \mathrm{relu}'(z_3)$", "δ_3 = relu′(z_3)"),
        (r"$\frac{1}{N}\,(Y - Y_\mathrm{true})$", "(1) / (N) (Y - Y_true)"),
    ],
)
def test_that_a_formula_is_read_aloud(qtbot, mathtext, plain):
    assert plain_text(mathtext) == plain
    formula = Formula(mathtext)
    qtbot.addWidget(formula)
    assert formula.accessibleName() == plain
    assert formula.formula == mathtext


def dark_pixels(formula, color):
    image = formula.grab().toImage()
    return sum(image.pixelColor(x, y) == color for x in range(image.width()) for y in range(image.height()))


def test_that_it_is_painted_in_the_colour_and_size_of_the_theme(qtbot):
    formula = Formula(SUM)
    qtbot.addWidget(formula)
    formula.resize(formula.sizeHint())
    small = formula.sizeHint()
    assert dark_pixels(formula, theme.current().color("text.primary")) > 20
    theme.use(theme.Theme("dark", 2.0))
    assert formula.sizeHint().width() == pytest.approx(2 * small.width(), abs=4)
    formula.resize(formula.sizeHint())
    assert dark_pixels(formula, theme.current().color("text.primary")) > 80


def test_that_a_narrow_formula_is_set_smaller_and_stays_inside(qtbot):
    formula = Formula(r"$\delta_3 = \mathrm{relu}'(z_3)\,\sum_j \delta_j^{\,\mathrm{next}}\,W_{3j}^{\,\mathrm{next}}$")
    qtbot.addWidget(formula)
    hint = formula.sizeHint()
    assert formula.minimumSizeHint().width() < hint.width()
    formula.resize(int(hint.width() * 0.7), hint.height())
    image = formula.grab().toImage()
    right = [image.pixelColor(image.width() - 1, y) for y in range(image.height())]
    assert len(set(map(str, right))) == 1, "nothing is cut off at the right"


def test_that_an_empty_formula_takes_no_room(qtbot):
    formula = Formula()
    qtbot.addWidget(formula)
    assert (formula.sizeHint().width(), formula.accessibleName()) == (0, "")
    formula.set_formula(SUM)
    assert formula.sizeHint().width() > 50


@pytest.mark.parametrize("name", sorted(KNOWN))
def test_that_the_formulas_of_every_activation_can_be_set(name):
    path, box = outlines(rf"$\mathrm{{{mathtext_name(name)}}}'(z_3)$")
    assert not path.isEmpty()
    assert box.width() > 0


OPTIMIZER_FORMULAS = [
    text
    for kind in OPTIMIZERS
    for text in (kind.formula, kind.matrix_formula, *(each.formula for each in (*kind.slots, *kind.coefficients)))
]
LOSS_FORMULAS = [
    text for kind in LOSSES for text in (kind.formula, kind.slope_formula, *(each for _, each in kind.formulas))
]
MERGED = [text for kind in LOSSES if kind.merged for text in (kind.merged.formula, kind.merged.short_formula)]


@pytest.mark.sampled(10)
@pytest.mark.parametrize(
    "formula", [*(f"${text}$" for text in [*LOSS_FORMULAS, *MERGED, *OPTIMIZER_FORMULAS]), FORMULA]
)
def test_that_every_fixed_formula_can_be_set(formula):
    assert not outlines(formula)[0].isEmpty()
    assert "\\" not in plain_text(formula)
    assert "$" not in plain_text(formula)


def test_that_nonsense_is_refused():
    with pytest.raises(ValueError, match="nonsense"):
        outlines(r"$\nonsense{$")
