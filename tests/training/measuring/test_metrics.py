"""Figures, their intervals, and calibration."""

import numpy as np
import pytest

from inference.vision.softmax import softmax
from training.measuring.metrics import (
    accuracy,
    calibration_error,
    effective_size,
    fit_temperature,
    fit_threshold,
    newcombe,
    share_of,
    threshold_at,
    unknown_auroc,
    wilson,
)


def test_interval_is_that_of_the_textbook() -> None:
    assert wilson(0.8, 10) == pytest.approx((0.4902, 0.9433), abs=1e-4)


def test_photos_of_one_group_count_less() -> None:
    hits = np.array([True] * 8 + [False] * 8)
    alone = [str(number) for number in range(16)]
    fours = [str(number // 4) for number in range(16)]
    assert effective_size(hits, alone) == pytest.approx(16)
    assert effective_size(hits, fours) == pytest.approx(3.2)
    assert share_of(hits, fours).low < share_of(hits, alone).low


def test_hits_all_over_count_a_group_once() -> None:
    assert effective_size(np.array([True] * 6), ["a", "a", "b", "b", "c", "c"]) == pytest.approx(3)


def test_accuracy_and_calibration_error_are_counted() -> None:
    probabilities, targets = np.array([[0.9, 0.1], [0.2, 0.8]]), np.array([0, 1])
    assert accuracy(probabilities, targets, ["a", "b"]).value == 1
    assert calibration_error(probabilities, targets) == pytest.approx(0.15)


def test_unknown_photos_below_all_known_ones_are_told_apart() -> None:
    figure = unknown_auroc(np.array([0.9, 0.8, 0.7]), ["a", "b", "c"], np.array([0.6, 0.1]))
    assert (figure.value, figure.high, figure.count) == (1, 1, 5)
    assert 0.3 < figure.low < 0.7


def test_interval_of_an_area_is_wider_where_photos_are_alike() -> None:
    known, unknown = np.linspace(0.4, 0.9, 12), np.linspace(0.1, 0.5, 20)
    alone, alike = (unknown_auroc(known, [str(n // size) for n in range(12)], unknown) for size in (1, 4))
    assert alone.value == alike.value
    assert alike.low < alone.low < alone.value < alone.high < alike.high


def test_interval_of_an_area_ends_where_the_measured_one_is_z_standard_errors_away() -> None:
    for end in newcombe(0.9, 30, 50):
        variance = end * (1 - end) * (1 + 39 * ((1 - end) / (2 - end) + end / (1 + end))) / (30 * 50)
        assert abs(0.9 - end) == pytest.approx(1.959964 * variance**0.5, rel=1e-6)


def test_no_interval_leaves_the_unit() -> None:
    assert newcombe(0, 3, 2)[0] == 0
    assert newcombe(1, 3, 2)[1] == 1


def test_threshold_parts_known_from_unknown() -> None:
    known, unknown = np.array([0.8, 0.9, 1.0]), np.array([0.1, 0.2, 0.6])
    assert 0.6 < fit_threshold(known, ["market"] * 3, unknown) <= 0.8


def test_threshold_lies_midway_between_known_and_unknown() -> None:
    assert fit_threshold(np.array([0.9, 0.95, 0.97]), ["market"] * 3, np.array([0.1, 0.2])) == pytest.approx(0.55)


@pytest.mark.parametrize(("count", "left_out"), [(10, 0), (33, 0), (34, 1), (100, 3)])
def test_no_more_than_a_share_lies_below_the_threshold_of_that_share(count: int, left_out: int) -> None:
    scores = np.linspace(0.99991, 0.99999, count)
    assert (scores < threshold_at(scores, 0.03)).sum() == 0
    scores = np.linspace(0.5, 0.99999, count)
    assert (scores < threshold_at(scores, 0.03)).sum() == left_out


def test_threshold_weighs_a_small_source_like_a_large_one() -> None:
    known = np.r_[np.linspace(0.9, 1.0, 1000), np.linspace(0.2, 1.0, 50)]
    unknown = np.linspace(0.1, 0.5, 100)
    market = fit_threshold(known[:1000], ["market"] * 1000, unknown)
    assert fit_threshold(known, ["market"] * 1000 + ["shop"] * 50, unknown) < 0.55 < market


def test_temperature_cools_an_overconfident_model() -> None:
    random = np.random.default_rng(1)
    logits = random.normal(size=(400, 3))
    targets = np.array([random.choice(3, p=row) for row in softmax(logits)])
    assert fit_temperature(logits * 3, targets) == pytest.approx(3, rel=0.3)


def test_few_photos_that_are_all_right_make_no_model_certain() -> None:
    targets = np.arange(10) % 3
    logits = np.eye(3)[targets] * 4
    sure = softmax(logits / fit_temperature(logits, targets)).max(1)
    assert sure == pytest.approx(11 / 12, abs=0.02)
    many = np.tile(logits, (100, 1))
    assert softmax(many / fit_temperature(many, np.tile(targets, 100))).max() > 0.99
