"""A RoFormer reader's weights as an ONNX graph whose matrix products run in eight bits.

The graph takes rows of one length without padding, so it has no mask. It is written node by node
because onnxruntime has one fused operator for each piece of a layer, and because a rotary reader
needs its query and key columns in another order for the fast one (see ``_halves``).

Heads whose weights are zero (``prune``) are left out. Weights become int8 with a scale a column;
activations are quantised as they come, once what is large in them has moved into the weights
(``_even``); embeddings stay fp16. Does not: read other architectures.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

FUSED = "com.microsoft"  # the domain of onnxruntime's own operators
OPSET, IR = 21, 10
LEVELS = 63  # largest magnitude of a weight: two products of 63 and 255 add up within 16 bits, as
# processors without VNNI need; 127 has been no better in F1

MOST, LEAST = 3.0, 0.17  # deviations that a feature is reckoned with; below 0 a GELU gives no more
EVENED = 0.85  # how far a feature's size moves into its weights
SHARES = np.linspace(1.0, 0.6, 21)  # of a column's largest weight; what is larger is cut off

Weights: TypeAlias = Mapping[str, npt.NDArray[np.floating]]
Config: TypeAlias = Mapping[str, Any]  # config.json
Floats: TypeAlias = npt.NDArray[np.float32]
Columns: TypeAlias = npt.NDArray[np.intp]


def graph(weights: Weights, config: Config, *, quantised: bool = True) -> onnx.ModelProto:
    """Return the model: ``input_ids`` and ``token_type_ids`` (rows, length) to ``scores``.

    ``scores`` is (rows, length, 2): the start and the end logit of every token.
    """
    return _Builder(weights, config, quantised).model()


def quantise(matrix: Floats) -> tuple[npt.NDArray[np.int8], Floats]:
    """Return (in, out) weights as int8 and the scale of each column.

    >>> quantise(np.array([[1.0, 0.5], [-2.0, 0.25]], np.float32))[0].tolist()
    [[31, 63], [-63, 31]]
    """
    whole = np.maximum(np.abs(matrix).max(axis=0), 1e-8) / LEVELS
    tried = [whole * share for share in SHARES]
    errors = [((_rounded(matrix, s) * s - matrix) ** 2).sum(axis=0) for s in tried]
    scales = _fitted(matrix, np.choose(np.argmin(errors, axis=0), tried))
    return _rounded(matrix, scales).astype(np.int8), scales.astype(np.float32)


def _even(most: Floats, matrices: Sequence[Floats]) -> Floats:
    """Return what each input feature is divided by, and its row of the weights multiplied with.

    Features that may become large would leave few steps to the others (SmoothQuant, Xiao et al.
    2023); how large one may become follows from the normalisation before it.
    """
    rows = np.max([np.abs(matrix).max(axis=1) for matrix in matrices], axis=0)
    shares = most**EVENED / np.maximum(rows, 1e-8) ** (1 - EVENED)
    return np.asarray(shares / np.exp(np.log(shares).mean()), np.float32)


def _fitted(matrix: Floats, scales: Floats) -> Floats:
    """Return the scales that fit the rounded weights best, by least squares and in turns."""
    for _ in range(3):
        levels = _rounded(matrix, scales)
        scales = (matrix * levels).sum(axis=0) / np.maximum((levels**2).sum(axis=0), 1.0)
    return scales


def _rounded(matrix: Floats, scales: Floats) -> Floats:
    return np.clip(np.rint(matrix / scales), -LEVELS, LEVELS)


class _Builder:
    """Collects nodes and constants in the order of the computation."""

    def __init__(self, weights: Weights, config: Config, quantised: bool) -> None:
        self._weights = weights
        self._config = config
        self._quantised = quantised
        self._nodes: list[onnx.NodeProto] = []
        self._constants: dict[str, onnx.TensorProto] = {}

    def model(self) -> onnx.ModelProto:
        hidden = self._embedded()
        for number in range(self._config["num_hidden_layers"]):
            hidden = self._layer(hidden, f"roformer.encoder.layer.{number}.")
        weight, bias = self._dense("qa_outputs")
        product = self._node("MatMul", hidden, self._constant("qa.weight", weight))
        self._node("Add", product, self._constant("qa.bias", bias), name="scores")
        ids, types = (
            helper.make_tensor_value_info(name, TensorProto.INT64, ["rows", "length"])
            for name in ("input_ids", "token_type_ids")
        )
        scores = helper.make_tensor_value_info("scores", TensorProto.FLOAT, ["rows", "length", 2])
        whole = helper.make_graph(
            self._nodes, "reader", [ids, types], [scores], list(self._constants.values())
        )
        opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(FUSED, 1)]
        return helper.make_model(whole, opset_imports=opsets, ir_version=IR)

    def _embedded(self) -> str:
        prefix = "roformer.embeddings."
        words = self._weights[prefix + "word_embeddings.weight"].astype(np.float16)
        types = self._float(prefix + "token_type_embeddings.weight")
        word = self._node("Gather", self._constant("words", words), "input_ids")
        word = self._node("Cast", word, to=TensorProto.FLOAT)
        kind = self._node("Gather", self._constant("types", types), "token_type_ids")
        return self._sum_normed(word, kind, prefix)

    def _layer(self, hidden: str, prefix: str) -> str:
        before = self._normed_before(prefix)
        heads = self._heads(prefix + "attention.self.value")
        mixed = self._attention(hidden, prefix + "attention.self.", before, heads)
        outward, shift = self._dense(prefix + "attention.output.dense")
        mixed = self._product(self._taken(mixed), outward[heads.ravel()], shift)
        hidden = self._sum_normed(mixed, hidden, prefix + "attention.output.")
        norm, bias = self._normed(prefix + "attention.output.")
        wide, shift = self._dense(prefix + "intermediate.dense")
        taken, (matrix,) = self._evened(hidden, np.abs(bias) + MOST * np.abs(norm), wide)
        inner = self._node("Gelu", self._product(taken, matrix, shift), domain=FUSED)
        spread = np.sqrt(((norm[:, None] * wide) ** 2).sum(axis=0))
        most = np.maximum(bias @ wide + shift + MOST * spread, LEAST)
        narrow, shift = self._dense(prefix + "output.dense")
        taken, (matrix,) = self._evened(inner, most, narrow)
        return self._sum_normed(self._product(taken, matrix, shift), hidden, prefix + "output.")

    def _normed_before(self, prefix: str) -> Floats:
        """Return how large each feature that comes into a layer may be."""
        number = int(prefix.split(".")[3])
        name = f"roformer.encoder.layer.{number - 1}.output." if number else "roformer.embeddings."
        norm, bias = self._normed(name)
        return np.abs(bias) + MOST * np.abs(norm)

    def _normed(self, prefix: str) -> tuple[Floats, Floats]:
        return self._float(prefix + "LayerNorm.weight"), self._float(prefix + "LayerNorm.bias")

    def _evened(
        self, hidden: str, most: Floats, *matrices: Floats
    ) -> tuple[tuple[str, ...], list[Floats]]:
        """Return what products take in, its features made alike in size, and their matrices."""
        if not self._quantised:
            return self._taken(hidden), list(matrices)
        shares = _even(most, matrices)
        alike = self._constant(f"even{len(self._nodes)}", 1 / shares)
        return self._taken(self._node("Mul", hidden, alike)), [
            m * shares[:, None] for m in matrices
        ]

    def _heads(self, prefix: str) -> Columns:
        """Return the columns of each head, (heads, width), without those that add nothing."""
        matrix, bias = self._dense(prefix)
        columns = np.arange(len(bias)).reshape(self._config["num_attention_heads"], -1)
        added = np.abs(matrix).max(axis=0) + np.abs(bias)
        return columns[added[columns].max(axis=1) > 0]

    def _attention(self, hidden: str, prefix: str, most: Floats, heads: Columns) -> str:
        turned = _halves(heads)
        orders = {"query": turned, "key": turned, "value": heads.ravel()}
        dense = [self._dense(prefix + name) for name in orders]
        taken, matrices = self._evened(hidden, most, *(matrix for matrix, _ in dense))
        query, key, value = (
            self._product(taken, matrix[:, order], bias[order])
            for matrix, (_, bias), order in zip(matrices, dense, orders.values(), strict=True)
        )
        return self._node(
            "MultiHeadAttention",
            self._rotated(query, len(heads)),
            self._rotated(key, len(heads)),
            value,
            domain=FUSED,
            num_heads=len(heads),
        )

    def _rotated(self, hidden: str, heads: int) -> str:
        sine, cosine = np.split(self._float("roformer.encoder.embed_positions.weight"), 2, axis=-1)
        return self._node(
            "RotaryEmbedding",
            hidden,
            self._constant("rotary.from", np.zeros(1, np.int64)),
            self._constant("rotary.cosine", cosine),
            self._constant("rotary.sine", sine),
            domain=FUSED,
            num_heads=heads,
        )

    def _taken(self, hidden: str) -> tuple[str, ...]:
        """Return what the products of one input share: its bytes, their scale and zero point."""
        if not self._quantised:
            return (hidden,)
        whole = self._node("DynamicQuantizeLinear", hidden)
        rest = (f"{whole}.scale", f"{whole}.zero")
        self._nodes[-1].output.extend(rest)
        return (whole, *rest)

    def _product(self, taken: tuple[str, ...], matrix: Floats, bias: Floats) -> str:
        name = f"dense{len(self._nodes)}"
        shift = self._constant(f"{name}.bias", bias)
        if not self._quantised:
            product = self._node("MatMul", *taken, self._constant(f"{name}.weight", matrix))
            return self._node("Add", product, shift)
        whole, scale, zero = taken
        levels, steps = quantise(matrix)
        weights = self._constant(f"{name}.weight", levels)
        scales = self._constant(f"{name}.scale", steps)
        inputs = (whole, weights, scale, scales, zero, "", shift)  # weights have no zero point
        return self._node("MatMulIntegerToFloat", *inputs, domain=FUSED)

    def _sum_normed(self, left: str, right: str, prefix: str) -> str:
        scale = self._constant(prefix + "scale", self._float(prefix + "LayerNorm.weight"))
        shift = self._constant(prefix + "shift", self._float(prefix + "LayerNorm.bias"))
        both = self._node("Add", left, right)
        epsilon = self._config["layer_norm_eps"]
        return self._node("LayerNormalization", both, scale, shift, axis=-1, epsilon=epsilon)

    def _node(self, kind: str, *inputs: str, name: str = "", domain: str = "", **how: Any) -> str:  # noqa: ANN401
        name = name or f"{kind}{len(self._nodes)}"
        self._nodes.append(helper.make_node(kind, inputs, [name], name, domain=domain, **how))
        return name

    def _constant(self, name: str, value: npt.NDArray[Any]) -> str:
        self._constants[name] = numpy_helper.from_array(np.ascontiguousarray(value), name)
        return name

    def _dense(self, name: str) -> tuple[Floats, Floats]:
        return self._float(f"{name}.weight").T, self._float(f"{name}.bias")

    def _float(self, name: str) -> Floats:
        return self._weights[name].astype(np.float32)


def _halves(heads: Columns) -> Columns:
    """Return the columns in an order that puts each head's even features before its odd ones.

    RoFormer rotates features 0 and 1, 2 and 3 …; onnxruntime is quicker at 0 and n/2, 1 and n/2 + 1
    …. Queries and keys in the same new order have the same products.

    >>> _halves(np.arange(8).reshape(2, 4)).tolist()
    [0, 2, 1, 3, 4, 6, 5, 7]
    """
    return heads.reshape(len(heads), -1, 2).swapaxes(1, 2).reshape(-1)
