"""Takes a snapshot of a network, whether steps can be taken or not."""

from __future__ import annotations

from core.learning.fit_memory import stale_layers
from core.network.loose_layers import with_loose, without_steps
from core.network.training import Training
from core.snapshot.snapshot import Snapshot


def snapshot_of(training: Training) -> Snapshot | None:
    """Look at the network as it is now; None while there are no data."""
    batch, model = training.batch, training.names.model
    if batch is None:
        return None
    settings = {
        "step": training.step,
        "run": training.run,
        "learning_rate": training.learning_rate,
        "seed": training.seed,
        "optimizer": training.optimizer_key,
        "loss_kind": training.loss_key,
        "batch_size": training.batches.size if training.batches is not None else None,
        "epoch": training.epoch,
        "compiled": training.memory.memory_of(model).compiled,
        **stale_layers(training.memory, model, batch.samples),
    }
    if training.obstacle:
        return without_steps(training, batch, settings)
    assert training.observer is not None
    return with_loose(training, training.observer.observe(training.samples, batch, settings))
