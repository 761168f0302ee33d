"""Everything a learner can do, as frozen commands: how each is applied to a network, and its lines of Keras.

Nothing here imports Keras, so a window can make commands before TensorFlow is loaded.
"""

from core.commands.building import (
    ConnectLayer,
    CreateInput,
    CreateLayer,
    CreateScaling,
    MakeModel,
    MakeSequential,
    SetSeed,
    UseData,
    build_network,
)
from core.commands.command import Command
from core.commands.editing import AddRows, RemoveRows, SetCells
from core.commands.fitting import Compile, Fit, Predict, PredictInTape, TapeStep
from core.commands.layers import (
    BuildLayer,
    CallLayer,
    DefineTensor,
    Forget,
    HandStep,
    LoadWeights,
    OpenedWeights,
    RebuildFromConfig,
    SaveWeights,
    Show,
)
from core.commands.training import (
    Reset,
    SetActivation,
    SetBatchSize,
    SetLearningRate,
    SetLoss,
    SetOptimizer,
    SetTrainable,
    Step,
    freeze,
)
from core.commands.values import (
    Assign,
    AssignWeight,
    ClearSession,
    RecordTape,
    SetWeights,
    ShowEach,
    UpdateByHand,
)

__all__ = [
    "AddRows",
    "Assign",
    "AssignWeight",
    "BuildLayer",
    "CallLayer",
    "ClearSession",
    "Command",
    "Compile",
    "ConnectLayer",
    "CreateInput",
    "CreateLayer",
    "CreateScaling",
    "DefineTensor",
    "Fit",
    "Forget",
    "HandStep",
    "LoadWeights",
    "MakeModel",
    "MakeSequential",
    "OpenedWeights",
    "Predict",
    "PredictInTape",
    "RebuildFromConfig",
    "RecordTape",
    "RemoveRows",
    "Reset",
    "SaveWeights",
    "SetActivation",
    "SetBatchSize",
    "SetCells",
    "SetLearningRate",
    "SetLoss",
    "SetOptimizer",
    "SetSeed",
    "SetTrainable",
    "SetWeights",
    "Show",
    "ShowEach",
    "Step",
    "TapeStep",
    "UpdateByHand",
    "UseData",
    "build_network",
    "freeze",
]
