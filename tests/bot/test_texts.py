"""What the bot says, in both languages."""

import re
from collections import Counter
from pathlib import Path

import pytest

from bot.answers import caption_photo, describe_page, describe_photo, percent, telling_colors
from bot.replies import Color, LabelScore, Page, Part, Photo, Query
from bot.texts import LANGUAGES, LOCALES, Texts, texts_for
from bot.words import Label, Words, capitalise

RED = Color(name="red", hex="#FF0000")
WORDS = Words({}, {}, {"red": {"en": "red"}})


def written_keys(language: str) -> list[str]:
    return re.findall(r"^([a-z][\w-]*) =", (LOCALES / f"{language}.ftl").read_text("utf-8"), re.MULTILINE)


def keys(language: str) -> set[str]:
    return set(written_keys(language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_is_written_twice(language: str) -> None:
    assert [key for key, count in Counter(written_keys(language)).items() if count > 1] == []


def test_languages_have_the_same_messages() -> None:
    assert keys("en") == keys("ru") != set()


def test_every_message_that_the_code_says_exists(repository: Path) -> None:
    code = "".join(path.read_text("utf-8") for path in (repository / "bot").rglob("*.py"))
    said = set(re.findall(r'\.say\(\s*"([a-z_-]+)"', code))
    assert len(said) > 30
    assert said <= keys("en")


@pytest.mark.parametrize(
    ("count", "en", "ru"),
    [
        (1, "tomato", "помидор"),
        (2, "tomato (twice)", "помидор (дважды)"),
        (3, "tomato (3 times)", "помидор (3 раза)"),
        (5, "tomato (5 times)", "помидор (5 раз)"),
        (12, "tomato (12 times)", "помидор (12 раз)"),
        (21, "tomato (21 times)", "помидор (21 раз)"),
        (22, "tomato (22 times)", "помидор (22 раза)"),
    ],
)
def test_weighings_are_counted_and_not_pieces(count: int, en: str, ru: str) -> None:
    assert texts_for("en").say("amount", count=count, kind="tomato") == en
    assert texts_for("ru").say("amount", count=count, kind="помидор") == ru


@pytest.mark.parametrize(
    ("count", "expected"),
    [(1, "1 вид:"), (2, "2 вида:"), (5, "5 видов:"), (11, "11 видов:"), (21, "21 вид:"), (22, "22 вида:")],
)
def test_russian_plurals_are_right(count: int, expected: str) -> None:
    assert expected in Texts("ru").say("help", count=count, kinds="…", examples="…", example="…")


@pytest.mark.parametrize(
    ("count", "en", "ru"),
    [
        (0, "empty", "пуст"),
        (1, "One photo is", "1 фотография"),
        (3, "3 photos", "3 фотографии"),
        (5, "5", "5 фотографий"),
    ],
)
def test_numbers_of_photos_take_the_right_form(count: int, en: str, ru: str) -> None:
    assert en in Texts("en").say("stats", count=count)
    assert ru in Texts("ru").say("stats", count=count)


@pytest.mark.parametrize(("code", "language"), [("ru", "ru"), ("ru-RU", "ru"), ("de", "en"), (None, "en"), ("", "en")])
def test_language_follows_the_person(code: str | None, language: str) -> None:
    assert texts_for(code).language == language


def test_missing_value_is_an_error_and_not_a_gap_in_the_text() -> None:
    with pytest.raises(ValueError, match="answer-known"):
        Texts(LANGUAGES[0]).say("answer-known")


def test_nothing_is_ever_a_hundred_per_cent_sure() -> None:
    english, russian = texts_for("en"), texts_for("ru")
    assert (percent(1.0, english), percent(0.5, english)) == ("99.9%", "50%")
    assert (percent(1.0, russian), percent(0.5, russian)) == ("99,9\xa0%", "50\xa0%")


def test_russian_colour_need_not_agree_with_its_noun() -> None:
    names = Words({}, {}, {"red": {"ru": "красный"}})
    assert caption_photo(a_photo(0.99), names, Texts("ru")) == "tomato, цвет красный"
    assert caption_photo(a_photo(0.99), WORDS, Texts("en")) == "tomato, red"


def test_photo_in_an_album_that_is_not_known_is_not_called_by_the_nearest_kind_alone() -> None:
    caption = caption_photo(a_photo(0.8, known=False), WORDS, Texts("en"))
    assert caption == "something I don't know, perhaps tomato, red"


@pytest.mark.parametrize("color", ["white", "black", "grey"])
def test_hues_of_colourless_things_are_neither_named_nor_drawn(color: str) -> None:
    hues = {"rgb": Color(name="orange", hex="#FF8000"), "ryb": Color(name="orange", hex="#FC600A")}
    pale = a_photo(0.99, colors={"basic": Color(name=color, hex="#FFFFFF")} | hues)
    assert describe_photo(pale, WORDS, Texts("en")).endswith(f"Colour: {color}")
    assert list(telling_colors(pale)) == ["basic"]
    assert "RGB: orange" in describe_photo(a_photo(0.99, colors={"basic": RED} | hues), WORDS, Texts("en"))


@pytest.mark.parametrize(
    ("known", "score", "expected"),
    [(True, 0.99, "I am certain"), (True, 0.8, "most likely"), (True, 0.5, "not sure"), (False, 0.4, "don't know")],
)
def test_confidence_is_put_into_words(known: bool, score: float, expected: str) -> None:
    answer = describe_photo(a_photo(score, known=known), WORDS, Texts("en"))
    assert expected in answer
    assert "Colour: red" in answer
    assert "<b>" not in answer.replace("<b>Tomato</b>", "").replace("<b>I don't know this one.</b>", "")


def test_first_guess_is_not_said_twice() -> None:
    answer = describe_photo(a_photo(0.8), Words({}, {}, {}), Texts("en"))
    assert "Or perhaps: &lt;b&gt; 20%" in answer
    assert answer.lower().count("tomato") == 1


def test_guesses_are_rounded_alike() -> None:
    photo = a_photo(0.963, known=False).model_copy(
        update={"top": [LabelScore(label="potato", score=0.963), LabelScore(label="capsicum", score=0.0368)]}
    )
    assert "potato 96.3%, capsicum 3.7%" in describe_photo(photo, WORDS, Texts("en"))


def test_capitals_within_a_name_stay() -> None:
    assert capitalise("American Staffordshire terrier") == "American Staffordshire terrier"
    assert capitalise("kerry blue terrier") == "Kerry blue terrier"
    label = Label(slug="tomato", names={"en": "bouvier des Flandres"}, forms={})
    answer = describe_photo(a_photo(0.99), Words({}, {"tomato": label}, {}), Texts("en"))
    assert "<b>Bouvier des Flandres</b>" in answer


def a_photo(score: float, *, known: bool = True, colors: dict[str, Color] | None = None) -> Photo:
    return Photo(
        id="1",
        status="labelled",
        domain="vegetables",
        label="tomato",
        score=score,
        known=known,
        label_source="prediction",
        top=[LabelScore(label="tomato", score=score), LabelScore(label="<b>", score=0.2)],
        colors=colors or {"basic": RED},
        url="/x",
    )


@pytest.mark.parametrize(
    ("totals", "said"),
    [
        ([0, 8], "I have no photos of blue tomato yet."),
        ([2, 1], "You asked for 3 of carrot, I have only 1."),
        ([2, 8], ""),
        ([], ""),
    ],
)
def test_of_several_things_the_missing_one_is_named(totals: list[int], said: str) -> None:
    parts = [Part(count=2, labels=["tomato"], colors=["blue"]), Part(count=3, labels=["carrot"], colors=[])]
    query = Query(count=5, labels=[], colors=[], unknown_words=[], suggestions=[], parts=parts, says_nothing=False)
    page = Page(query=query, photos=[], total=sum(totals) or 8, totals=totals, next=None)
    assert describe_page(page, Words({}, {}, {}), Texts("en"), asked=5, before=0) == said
