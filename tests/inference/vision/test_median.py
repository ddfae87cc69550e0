"""The median of many numbers."""

import numpy as np

from inference.vision.median import median


def test_median_of_an_odd_number_is_the_middle_one() -> None:
    assert median(np.array([5, 1, 9], dtype=np.float32)) == 5


def test_median_of_an_even_number_is_the_upper_of_the_two_in_the_middle() -> None:
    assert median(np.array([9, 1, 5, 3], dtype=np.float32)) == 5
