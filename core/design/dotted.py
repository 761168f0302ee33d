"""Dotted names in a typed line, in one spelling."""

from __future__ import annotations

import ast


def dotted(node: ast.AST) -> str:
    """Return a chain of names such as "keras.layers.Dense", without a "tf." before "keras."; "" for anything else."""
    parts = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return ""
    chain = ".".join([node.id, *reversed(parts)])
    chain = chain.removeprefix("tf.") if chain.startswith("tf.keras.") else chain
    return f"keras.backend.{chain[2:]}" if chain.startswith("K.") else chain
