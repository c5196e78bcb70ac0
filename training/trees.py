"""Boosted trees as scikit-learn fits them, in one row of nodes as ``rag.calibration`` reads."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from sklearn.ensemble import GradientBoostingClassifier

from rag.calibration import Trust, Vector


def flat(model: GradientBoostingClassifier, row: Vector, slope: float, shift: float) -> Trust:
    """Return the trees of a model, their nodes in one row; ``row`` is any that it can score."""
    trees = [one.tree_ for one in model.estimators_[:, 0]]
    sizes = [tree.node_count for tree in trees]
    roots = np.cumsum([0, *sizes])[:-1]
    own = np.arange(sum(sizes))
    leaf = np.concatenate([tree.children_left < 0 for tree in trees])
    ways = [
        np.concatenate([side + root for side, root in zip(sides, roots, strict=True)])
        for sides in ([t.children_left for t in trees], [t.children_right for t in trees])
    ]
    value = model.learning_rate * np.concatenate([tree.value[:, 0, 0] for tree in trees])
    trust = Trust(
        roots=roots,
        feature=np.where(leaf, 0, np.concatenate([tree.feature for tree in trees])),
        limit=np.where(leaf, 0.0, np.concatenate([tree.threshold for tree in trees])),
        left=np.where(leaf, own, ways[0]),
        right=np.where(leaf, own, ways[1]),
        value=np.where(leaf, value, 0.0),
        bias=0.0,
        slope=slope,
        shift=shift,
    )
    return replace(trust, bias=float(model.decision_function(row[None])[0]) - trust.total(row))
