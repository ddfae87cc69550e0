"""The domains and palettes that are shipped, and what happens to broken ones."""

from pathlib import Path

import pytest

from catalog.colors import load_palettes
from catalog.domains import load_domains
from catalog.errors import UnknownLabel, VocabularyError

RGB = "#FF0000 #FF8000 #FFFF00 #80FF00 #00FF00 #00FF80 #00FFFF #0080FF #0000FF #8000FF #FF00FF #FF0080"
RYB = "#FE2712 #FC600A #FB9902 #FCCC1A #FEFE33 #B2D732 #66B032 #347C98 #0247FE #4424D6 #8601AF #C21460"
BASIC = {"black", "white", "red", "green", "yellow", "blue", "brown", "purple", "pink", "orange", "grey"}


def test_vegetables_are_the_fifteen_kinds() -> None:
    slugs = load_domains()["vegetables"].slugs
    assert " ".join(slugs) == (
        "bean bitter_gourd bottle_gourd brinjal broccoli cabbage capsicum carrot cauliflower cucumber papaya potato "
        "pumpkin radish tomato"
    )


def test_palettes_are_those_of_the_paper_and_the_basic_terms() -> None:
    palettes = load_palettes()
    assert " ".join(color.hex for color in palettes["rgb"].colors) == RGB
    assert " ".join(color.hex for color in palettes["ryb"].colors) == RYB
    assert {color.name for color in palettes["basic"].colors} == BASIC
    assert all(color.basic in BASIC for palette in palettes.values() for color in palette.colors)


def test_every_label_has_names_and_russian_plurals() -> None:
    for domain in load_domains().values():
        for label in domain.labels:
            assert set(label.names) == {"en", "ru"}
            assert label.forms["ru"].few
            assert label.forms["ru"].many


def test_unknown_label_is_refused_with_those_there_are() -> None:
    with pytest.raises(UnknownLabel, match="tomato"):
        load_domains()["vegetables"].label("banana")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("titles = {en = 'X'}", "labels: Field required"),
        ("titles = {en = 'X'}\n[labels.a.forms]\nen = {one = 'a', other = 'as'}", "labels"),
        ("titles =", "no valid TOML"),
        ("titles = {ru = 'Х'}".encode("utf-16"), "no valid TOML"),
    ],
)
def test_broken_domain_names_file_and_key(tmp_path: Path, text: str | bytes, complaint: str) -> None:
    (tmp_path / "broken.toml").write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(VocabularyError, match=rf"broken\.toml: .*{complaint}"):
        load_domains(tmp_path)
