"""What the menu does by hand: a step without an optimizer, and a config and weights kept and put back."""

from __future__ import annotations

import numpy as np
import tensorflow as tf
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.gui.helpers.windows import same, settle, trigger, weights


def step_by_hand(window, rate: float) -> None:
    """Type the rate into the card and take the step; the card stays, with the lines of the next."""
    window.actions_["step_by_hand"].trigger()
    card = window.fit_cards.hand
    assert card.isVisible()
    card.rate.field.setText(str(rate))
    card.rate.field.setModified(True)
    QTest.mouseClick(card.button, Qt.MouseButton.LeftButton)
    settle(window)
    assert f"weight.assign_sub({rate} * gradient)" in card.line.expression


def descended(values, X, Y_true, activations, rate: float) -> list[np.ndarray]:
    """One step of gradient descent on kernels and biases, with nothing of Keras."""
    variables = [tf.Variable(value) for value in values]
    with tf.GradientTape() as tape:
        Y = tf.constant(X)
        for kernel, bias, activation in zip(variables[::2], variables[1::2], activations):
            Y = Y @ kernel + bias
            Y = tf.nn.relu(Y) if activation == "relu" else Y
        loss = tf.reduce_mean((Y_true - Y) ** 2)
    return [(v - rate * g).numpy() for v, g in zip(variables, tape.gradient(loss, variables))]


def test_that_steps_and_weights_by_hand_are_what_they_say(subtests, window):
    with subtests.test("a step by hand moves the model and is undone"):
        page = window.inspector.weights
        page.changes.buttons[1].click()
        assert page.grid.isHidden(), "nothing was done yet"
        before, batch = weights(window), window.session.snapshot.batch
        activations = [layer.activation_name for layer in window.session.snapshot.layers]
        step_by_hand(window, 0.1)
        for one, other in zip(weights(window), descended(before, batch.X, batch.Y_true, activations, 0.1), strict=True):
            np.testing.assert_allclose(one, other, atol=1e-6)
        changed = [page.grid.value((row, 1)) for row in range(3)]
        np.testing.assert_array_equal(changed, (weights(window)[0] - before[0])[:, 1])
        assert "for step 1." in page.which.text()
        assert "weight.assign_sub(0.1 * gradient)" in window.code.text()
        assert window.session.snapshot.step == 1
        trigger(window, "undo")
        assert same(weights(window), before)
        assert page.grid.isHidden(), "the change is not of these weights"
    with subtests.test("what was never kept cannot be loaded, and says so"):
        before = weights(window)
        trigger(window, "load_weights")
        assert window.error_card.isVisible()
        assert same(weights(window), before)
    window.error_card.close_card()
    with subtests.test("a config brings the design back, and the weights the numbers"):
        session = window.session
        session.step(5)
        settle(window)
        kept = weights(window)
        trigger(window, "keep_weights")
        trigger(window, "rebuild")
        assert [array.shape for array in weights(window)] == [array.shape for array in kept]
        assert not same(weights(window), kept)
        trigger(window, "load_weights")
        assert same(weights(window), kept)
    with subtests.test("without a model it goes through the layers there are"):
        trigger(window, "start_unbuilt")
        assert not window.actions_["keep_weights"].isEnabled()
        step_by_hand(window, 0.01)
        layers = window.session.snapshot.columns
        assert all(layer.built for layer in layers), "the first call built them"
        before = [array for layer in layers for array in (layer.kernel, layer.bias)]
        batch, activations = window.session.snapshot.batch, [layer.activation_name for layer in layers]
        step_by_hand(window, 0.5)
        after = [array for layer in window.session.snapshot.columns for array in (layer.kernel, layer.bias)]
        for one, other in zip(after, descended(before, batch.X, batch.Y_true, activations, 0.5), strict=True):
            np.testing.assert_allclose(one, other, atol=1e-6)
