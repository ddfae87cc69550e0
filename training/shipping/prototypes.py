"""What a model has seen, in a few embeddings a label: photos far from all of them are of something else."""

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.cluster import KMeans

from inference.vision.preprocess import InputSpec
from training.data.batches import evaluation_batches
from training.data.sample import OTHER, Sample
from training.models.recogniser import Recogniser

PROTOTYPES = 8
RESTARTS = 3


def find_prototypes(model: Recogniser, samples: Sequence[Sample], spec: InputSpec) -> NDArray[np.float32]:
    """Cluster the embeddings of each label's training photos: float32 (P, C), each of length 1.

    Distance in the space of features tells unknown photos better than any function of the logits that was tried; see
    docs/experiments.md. After Sun et al. 2022, "Out-of-distribution detection with deep nearest neighbors"
    (arXiv:2204.06507), with k-means in place of all photos.
    """
    known = [sample for sample in samples if sample.label != OTHER]
    embeddings = embed_all(model, known, spec)
    labels = np.array([sample.label for sample in known])
    return np.concatenate([_cluster(embeddings[labels == label]) for label in sorted(set(labels.tolist()))])


def embed_all(model: Recogniser, samples: Sequence[Sample], spec: InputSpec) -> NDArray[np.float32]:
    """Embed photos as they are served: float32 (N, C), each of length 1."""
    model.eval()
    with torch.inference_mode():
        found = [model.embed(photos).numpy() for photos, _ in evaluation_batches(samples, spec)]
    return normalise(np.concatenate(found))


def normalise(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Bring vectors (N, C) to length 1."""
    unit: NDArray[np.float32] = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit


def _cluster(embeddings: NDArray[np.float32]) -> NDArray[np.float32]:
    count = min(PROTOTYPES, len(embeddings))
    means = KMeans(count, n_init=RESTARTS, random_state=0).fit(embeddings).cluster_centers_
    return normalise(means.astype(np.float32))
