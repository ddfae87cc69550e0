"""Quantiles of many numbers."""

import numpy as np

from inference.vision.quantile import median, quantile


def test_median_of_an_odd_number_is_the_middle_one() -> None:
    assert median(np.array([5, 1, 9], dtype=np.float32)) == 5


def test_median_of_an_even_number_is_the_upper_of_the_two_in_the_middle() -> None:
    assert median(np.array([9, 1, 5, 3], dtype=np.float32)) == 5


def test_quantile_is_the_nearest_number_whatever_the_shape() -> None:
    values = np.arange(100, dtype=np.float32)[::-1].reshape(10, 10)
    assert [quantile(values, share) for share in (0, 0.254, 1)] == [0, 25, 99]
