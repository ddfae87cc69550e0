"""From logits to probabilities, alike where a model is judged and where it is served."""

import numpy as np
from numpy.typing import NDArray


def softmax(logits: NDArray[np.float32] | NDArray[np.float64]) -> NDArray[np.float64]:
    """Turn logits (…, K) into probabilities that sum to one over the K."""
    shifted = np.exp(logits.astype(np.float64) - logits.max(-1, keepdims=True))
    probabilities: NDArray[np.float64] = shifted / shifted.sum(-1, keepdims=True)
    return probabilities
