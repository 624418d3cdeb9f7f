"""What is wrong with words as people get them: they escaped translation, or stand in the wrong language."""

import re
from collections.abc import Iterator

from languages.table import TABLE, Language
from portal.understanding import listed
from subscribers.consent import PAGE_WORDING
from tests.languages.fragments import CLOSED_BY, ENGLISH, OURS, Fragment, Page, numbers_in, of_text

# What a machine made, or a phone understands, and nobody translates: addresses, words to text, districts, versions.
MACHINES = re.compile(r"\S+@\S+|\w+://\S+|[A-Z][A-Z0-9]{2,19}|BT\d+|" + re.escape(PAGE_WORDING))
NAMES = {language.tag: {language.autonym} for language in TABLE.values()}
NAMES["en-GB"] = {TABLE["en"].autonym}
NAMES["en"] |= {language.name for language in TABLE.values()} | {"Sure Start"}
ISOLATED = re.compile("\u2066[^\u2069]*\u2069")
# Two of ours side by side, of which the first ends no sentence; or one beside a number or a name that it leans on.
HALVES = re.compile(r"[^\s.!?:;…)·–~-] ~+⟧ ⟦|⟧ [\d⟪⦃]|[\d⟫] ⟦")


def faults_of_page(page: Page, language: Language, *, of_one_text: bool = False) -> Iterator[str]:
    """Each in a line. The page is in this language; `of_one_text`: a letter, whose names are not set apart."""
    for one in page.fragments:
        if of_one_text and one.mark == ENGLISH:
            continue
        if fault := _fault(one, language):
            yield f"{fault}: {one.words!r} in {one.where}"
    yield from (f"cut off: {words!r}" for words in page.cut_off)
    yield from (f"put together: {line!r}" for line in page.lines if HALVES.search(line))
    if language.right_to_left:
        yield from (f"a number that turns round: {number}" for number, way in page.numbers if way != "ltr")


def _fault(one: Fragment, language: Language) -> str:
    has_no_element = " " in one.where or one.where == "title" or (one.where == "option" and one.within == OURS)
    if one.mark != ENGLISH and _may_stay(one):
        return ""
    if not one.mark:
        return "escaped"
    if one.within == OURS and one.mark == OURS and one.after != ":":
        return "a part of a sentence"
    if has_no_element:
        return ""
    wanted = TABLE["en"] if one.mark == ENGLISH else language
    if one.lang not in (wanted.tag, "") or (one.lang == "" and one.mark != ENGLISH):
        return f"said to be in {one.lang!r}"
    return "" if one.direction in (wanted.direction, "auto") else f"runs {one.direction}"


def _may_stay(one: Fragment) -> bool:
    words = one.words.strip(" ,،:·\u2068\u2069\u200e\u200f")
    if one.where == "img alt" and one.lang == "en":
        return True  # a picture of easy read is told in the language of its words
    if MACHINES.fullmatch(words) or words in NAMES.get(one.lang, ()):
        return True
    return all(any(word in known.get(one.lang, ()) for known in LISTED) for word in words.split(" · "))


# The words that one can text, by their HTML language.
LISTED = [{TABLE[code].tag: set(words) for code, words in known.items()} for known in listed().values()]


def faults_of_text(words: str, language: Language) -> Iterator[str]:
    """Of a text message, a line of a calendar or the plain part of an e-mail."""
    for one in of_text(words.replace("⟫ Sure Start", "⟫")):
        if not one.mark and not all(MACHINES.search(word) or not word.isalpha() for word in one.words.split()):
            yield f"escaped: {one.words!r}"
        elif one.mark == one.within == OURS and one.after not in (":", ""):
            yield f"a part of a sentence: {one.words!r}"
    if words.count(OURS) != words.count(CLOSED_BY[OURS]):
        yield f"cut off: {words!r}"
    if HALVES.search(words):
        yield f"put together: {words!r}"
    if language.right_to_left:
        yield from (f"a number that turns round: {number}" for number in numbers_in(ISOLATED.sub("", words)))
