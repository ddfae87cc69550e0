"""Negations: how far "not" reaches where the words after it do not tell."""

import re
from dataclasses import replace

from catalog.language.phrases import Meaning
from catalog.language.terms import Term

# a sign for each term, "." for any other, so that patterns can be looked for
SIGNS = {
    "label": "L", "color": "C", "count": "#", "multiplier": "#", "negation": "N", "want": "W",
    "joiner": "J", "pause": "P", "exception": "X", "break": "B",
}  # fmt: skip
# tomatoes, cucumbers and peppers
LIST = re.compile("L(?:PL)+P?JL|C(?:PC)+P?JC")
# tomatoes I do not want: a clause with names alone before its one negation, and none after it
REFUSAL = re.compile("(?:^|(?<=[PB]))[^LC#PBXW]*([LC][^#PBXWN]*)(?<!J)N(?=W[^LC#PBX]*(?:[PBX]|$))")


def settle_negations(terms: list[Term]) -> list[Term]:
    """Let a negation reach over all of a list, and stand before what it refuses; fillers are left out."""
    return _turn_refusals(_join_lists([term for term in terms if term.role != "filler"]))


def _join_lists(terms: list[Term]) -> list[Term]:
    """Take the commas of "tomatoes, cucumbers and peppers" for what its "and" is."""
    joined = list(terms)
    for match in LIST.finditer(_signs(terms)):
        for place in range(*match.span()):
            if terms[place].role == "pause":
                joined[place] = replace(terms[place], meaning=Meaning("joiner", terms[place].text))
    return joined


def _turn_refusals(terms: list[Term]) -> list[Term]:
    """Read «помидоров не надо» as «не надо помидоров»."""
    turned = list(terms)
    for match in REFUSAL.finditer(_signs(terms)):
        turned.insert(match.start(1), turned.pop(match.end(1)))
    return turned


def _signs(terms: list[Term]) -> str:
    return "".join(SIGNS.get(term.role or "", ".") for term in terms)
