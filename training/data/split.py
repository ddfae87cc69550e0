"""Photos dealt to train, val and test, never parting near-duplicates."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from training.data.sample import PartName, Sample
from training.recipe import Split


def split_by_group(samples: Sequence[Sample], split: Split) -> list[Sample]:
    """Deal whole groups to train, val and test in the shares asked for, label by label.

    A group of several labels is dealt with that which most of its photos have.
    """
    random = np.random.default_rng(split.seed)
    groups = defaultdict(list)
    for sample in samples:
        groups[sample.group].append(sample)
    dealt: list[Sample] = []
    for own in _by_label(groups):
        total = sum(len(groups[group]) for group in own)
        seen = 0
        for position in random.permutation(len(own)):
            members = groups[own[position]]
            part = _part_at(seen / total, split)
            dealt += [replace(sample, part=part) for sample in members]
            seen += len(members)
    return dealt


def complete_split(samples: Sequence[Sample], split: Split) -> list[Sample]:
    """Keep the parts that are given; without a test part val becomes it, without val groups of train do.

    Where all are given to train, nothing says what to test on: they are dealt anew.
    """
    given = {sample.part for sample in samples}
    if given == {"train"}:
        return split_by_group(samples, split)
    if "test" not in given:
        samples = [replace(sample, part="test") if sample.part == "val" else sample for sample in samples]
    elif "val" in given:
        return list(samples)
    rest = split.model_copy(update={"train": 1 - split.val})
    train = [sample for sample in samples if sample.part == "train"]
    return split_by_group(train, rest) + [sample for sample in samples if sample.part != "train"]


def take_share(samples: Sequence[Sample], share: float, seed: int) -> list[Sample]:
    """Take a share of the photos at random, at least one of each label."""
    if share == 1:
        return list(samples)
    order = np.random.default_rng(seed).permutation(len(samples))
    first = {samples[position].label: position for position in order[::-1]}
    chosen = set(order[: round(share * len(samples))].tolist()) | set(first.values())
    return [sample for position, sample in enumerate(samples) if position in chosen]


def _by_label(groups: Mapping[str, Sequence[Sample]]) -> list[list[str]]:
    """The names of the groups, in order, for each label in turn."""
    found = defaultdict(list)
    for group in sorted(groups):
        counts = Counter(sample.label for sample in groups[group])
        found[max(sorted(counts), key=counts.__getitem__)].append(group)
    return [found[label] for label in sorted(found)]


def _part_at(position: float, split: Split) -> PartName:
    if position < split.train:
        return "train"
    return "val" if position < split.train + split.val else "test"
