"""Numerals: several words that make one number become one term."""

from fractions import Fraction

from catalog.language.phrases import Meaning
from catalog.language.terms import Term

NUMBERS = {"count", "multiplier"}
TEN, TWENTY, HUNDRED = 10, 20, 100


def join_numbers(terms: list[Term]) -> list[Term]:
    """Join "twenty five", «два десятка», "two and a half"; of a range such as "2-3" the larger counts."""
    joined: list[Term] = []
    for term in terms:
        if term.role not in NUMBERS:
            joined.append(term)
        elif joined and joined[-1].role in NUMBERS:
            joined.append(_join(joined.pop(), term))
        elif joined and joined[-1].role == "joiner" and any(before.role in NUMBERS for before in joined[-2:-1]):
            link = joined.pop()
            joined.append(_join(joined.pop(), term, link=link.text))
        else:
            joined.append(term)
    return joined


def _join(left: Term, right: Term, *, link: str = "") -> Term:
    value = _value(left), _value(right)
    if right.role == "multiplier" and not link:
        number = value[0] * value[1]
    elif value[1] >= 1 and (left.text[0].isdecimal() or right.text[0].isdecimal()):
        number = max(value)
    else:
        number = _add(*value)
    text, spelling = (
        " ".join(filter(None, (first, link, second)))
        for first, second in ((left.text, right.text), (left.spelling, right.spelling))
    )
    return Term(text, Meaning("count", str(number)), spelling)


def _add(left: Fraction, right: Fraction) -> Fraction:
    """Add halves to units, units to tens and tens to hundreds; two numbers that do not fit so are a range."""
    fits_hundreds = left % HUNDRED == 0 and right < HUNDRED
    fits_tens = left % TEN == 0 and left % HUNDRED >= TWENTY and right < TEN
    return left + right if fits_hundreds or fits_tens or right < 1 else max(left, right)


def _value(term: Term) -> Fraction:
    return Fraction(term.meaning.value) if term.meaning else Fraction()
