"""What a command does, in a few words: the comments of the readable script, and the headings of a notebook."""

from __future__ import annotations

from core.commands import (
    AddRows,
    Assign,
    AssignWeight,
    BuildLayer,
    CallLayer,
    ClearSession,
    Command,
    Compile,
    ConnectLayer,
    CreateInput,
    CreateLayer,
    CreateScaling,
    DefineTensor,
    Evaluate,
    Fit,
    Forget,
    HandStep,
    LoadWeights,
    MakeModel,
    MakeSequential,
    OpenedWeights,
    Predict,
    PredictInTape,
    RebuildFromConfig,
    RecordTape,
    RemoveRows,
    Reset,
    SaveWeights,
    SetActivation,
    SetBatchSize,
    SetCells,
    SetLearningRate,
    SetLoss,
    SetOptimizer,
    SetSeed,
    SetTrainable,
    SetWeights,
    Show,
    ShowEach,
    Step,
    StopEarly,
    TapeStep,
    UpdateByHand,
    UseData,
)


def comment_of(command: Command) -> str:
    """Return one line in English, without a line break even where a name holds one.

    Example:
        >>> comment_of(SetTrainable("hidden_2", False))
        'Freeze hidden_2: its weights stay as they are.'
    """
    return "".join(letter if letter.isprintable() else "?" for letter in _comment(command))


def _comment(command: Command) -> str:
    match command:
        case CreateLayer() | BuildLayer() | ConnectLayer() | CreateInput() | MakeModel() | SetSeed() | DefineTensor():
            return BUILDING[type(command)]
        case UseData(source):
            return f"The data to learn from: {source.name}."
        case SetTrainable(layer, trainable):
            name = layer or "the whole model"
            return (
                f"Unfreeze {name}: it learns again." if trainable else f"Freeze {name}: its weights stay as they are."
            )
        case SetActivation(layer, activation):
            return f"Another activation function for {layer}: {activation}."
        case AddRows(X):
            return "Add one sample." if len(X) == 1 else f"Add {len(X)} samples."
        case RemoveRows(rows):
            return "Remove one sample." if len(rows) == 1 else f"Remove {len(rows)} samples."
        case SetBatchSize(size):
            return "Learn from all samples in every step." if size is None else f"Learn from mini-batches of {size}."
        case SetLearningRate(rate):
            return f"From here on with the learning rate {rate:g}."
        case Step(steps):
            return "One step of gradient descent." if steps == 1 else f"{steps} steps of gradient descent."
        case Fit(asked=asked) if asked:
            return f"Let Keras learn for up to {asked} epochs."
        case Fit(epochs):
            return "Let Keras learn for one epoch." if epochs == 1 else f"Let Keras learn for {epochs} epochs."
        case Evaluate(x):
            return f"How well the model does on {x}."
        case CallLayer(layer, argument):
            return f"Call {layer} on {argument}."
        case Forget(names):
            return f"Forget {', '.join(names)}."
        case Show():
            return ""
    return OTHERS[type(command)]


BUILDING: dict[type[Command], str] = {
    SetSeed: "Seed every random number, so that the same initial weights are drawn again.",
    DefineTensor: "A tensor with numbers of its own.",
    CreateInput: "The input: a symbolic tensor, which has a shape but no numbers.",
    CreateLayer: "Create the layers. They have no weights yet.",
    BuildLayer: "Build the layer's weights.",
    ConnectLayer: "Call each layer on the output of the one before. This builds their weights.",
    MakeModel: "Collect the layers into a model.",
}
OTHERS: dict[type[Command], str] = {
    CreateScaling: "Scale every input to mean 0 and spread 1, as learned from the training rows.",
    SetOptimizer: "The optimizer, which turns gradients into changes of the weights.",
    SetCells: "Other numbers in some cells of the samples.",
    SetLoss: "The loss: how far the predictions are from the targets.",
    Reset: "Back to the very same initial weights.",
    HandStep: "One step by hand, through the layers: tape, loss, gradients, update.",
    TapeStep: "One step by hand, over the whole model: tape, loss, gradients, update.",
    Compile: "Give the model an optimizer and a loss of its own, for fit.",
    StopEarly: "A callback that ends fit when a number gets no better.",
    Predict: "Predict, outside of every tape.",
    PredictInTape: "Ask for gradients through predict: there are none.",
    SaveWeights: "Keep the design and the weights apart.",
    RebuildFromConfig: "The same design again, with other random weights.",
    MakeSequential: "Collect the layers into a model that calls one after another.",
    Assign: "A variable.",
    RecordTape: "Record what is computed on a tape.",
    UpdateByHand: "Change the weights by hand.",
    SetWeights: "Set the weights.",
    AssignWeight: "Change one weight.",
    ShowEach: "",
    ClearSession: "Let Keras forget the names that it made up.",
    OpenedWeights: "The weights of the file that was opened.",
    LoadWeights: "Put the kept weights into the model.",
}
