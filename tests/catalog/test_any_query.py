"""Any text at all is understood in some way: no sentence is an error."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from catalog.domains import load_domains
from catalog.language.vocabulary import Vocabulary
from catalog.query import parse_query

WORDS = st.sampled_from(
    [
        "3",
        "red",
        "красных",
        "помидора",
        "tomatoes",
        "not",
        "не",
        "or",
        "и",
        "-",
        "10⁹",
        "½",
        "zzyzx",
        "🍅",
        "\x00",
        "1e9",
    ]
)


@settings(max_examples=150, deadline=None)
@given(text=st.text(max_size=80) | st.lists(WORDS, max_size=8).map(" ".join))
@example(text="")
@example(text="٣ طماطم")
@example(text="9" * 500)
def test_any_text_has_a_reading(vocabulary: Vocabulary, text: str) -> None:
    query = parse_query(text, vocabulary)
    assert query.count is None or query.count >= 0
    assert {*query.labels, *query.excluded_labels} <= set(load_domains()["vegetables"].slugs)
    assert parse_query(text, vocabulary) == query
