"""Amounts: numbers written in digits, with their thousands, decimals and fractions."""

import re
from fractions import Fraction

# of a text in NFKC form; what looks like a number and is none, such as a date or a power, is one stretch as well
AMOUNT = r"\d+ \d+[/⁄]\d+(?!\d)|\d{1,3}(?: \d{3})+(?:[.,]\d+)?(?!\d)|\d+(?:[.,'/⁄^e]\d+)*"
SIMPLE_FRACTION = re.compile(r"(?:(\d+) )?(\d+)[/⁄](\d+)")
THOUSANDS = re.compile(r"[1-9]\d{0,2}([ .,'])\d{3}(?:\1\d{3})*(?:(?!\1)[.,]\d+)?")
DECIMAL = re.compile(r"\d+(?:[.,]\d+)?")
# signs that NFKC would mistake: it makes 1½ an 11⁄2, 10⁹ a 109 and № a "No"
SIGNS = (("([¼-¾⅐-⅞])", r" \1 "), ("([⁰¹²³⁴-⁹]+)", r"^\1"), ("№", " "), (r"(?<![\w.])\.(?=\d)", "0."))
ANY_SIGN = re.compile("[¼-¾⅐-⅞⁰¹²³⁴-⁹№.]")


def set_signs_apart(text: str) -> str:
    """Part ½ and powers from the digits beside them, drop № and write .5 as 0.5."""
    for sign, apart in SIGNS if ANY_SIGN.search(text) else ():
        text = re.sub(sign, apart, text)
    return text


def read_amount(text: str) -> Fraction | None:
    """The number that an amount says, of 1,000, 10.000, 1 000, 3.5, 2,5, 1/2 and 1 1/2; None for 10.5.2026 or 1/0.

    A point or a comma before exactly three digits parts thousands.
    """
    if match := SIMPLE_FRACTION.fullmatch(text):
        whole, part, parts = (int(digits or 0) for digits in match.groups())
        return whole + Fraction(part, parts) if parts else None
    if match := THOUSANDS.fullmatch(text):
        return Fraction(text.replace(match[1], "").replace(",", "."))
    return Fraction(text.replace(",", ".")) if DECIMAL.fullmatch(text) else None
