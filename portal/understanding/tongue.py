"""Which language somebody asks for, and what they want where we have nothing in it."""

from dataclasses import replace

from languages.table import DEFAULT, LANGUAGES
from portal.understanding.hearing import Heard
from portal.understanding.intent import Intent
from portal.understanding.matching import Match

LANGUAGE_CODES = tuple(LANGUAGES)
CODES = {code: code for code in LANGUAGES} | {"zh": "zh-hans", "cn": "zh-hans", "ua": "uk", "ie": "ga"}


def language(heard: Heard) -> Intent | None:
    """LANG, LANG PL, "polski", "can I have it in Arabic": the name of a language and small words at the most."""
    named = sorted(_matches(heard, "names"), key=lambda match: match.start)
    asked, only = heard.has("language", "ask"), heard.places("language", "only")
    taken = heard.places("language", "names") | heard.places("language", "ask")
    # SO is Somali where nothing else is named; beside "português" it is Portuguese for only.
    coded = _coded(heard, taken | (only if named else set())) if asked else {}
    codes = dict.fromkeys(
        code for _, code in sorted([*((x.start - 1, LANGUAGE_CODES[x.phrase.value]) for x in named), *coded.items()])
    )
    said_in = named[0].phrase.language if named else asked.language if asked else None
    taken |= only
    if not heard.rest(taken | set(coded)) and (
        told := _command([*codes], is_asked=bool(asked), is_only=bool(only - set(coded)))
    ):
        return replace(told, said_in=said_in)
    in_words = {LANGUAGE_CODES[match.phrase.value] for match in named}
    if heard.rest(taken, "language") or not (in_words or asked) or len(in_words) > 1:
        return None
    return Intent(kind="language", language=next(iter(in_words), None), said_in=said_in)


def _command(codes: list[str], *, is_asked: bool, is_only: bool) -> Intent | None:
    """LANG and a language, and at the most what to send where we have none in it: POLISH ONLY, or POLISH ENGLISH."""
    match codes:
        case [code]:
            return Intent(kind="language", language=code, fallback="none" if is_only and code != DEFAULT else None)
        case [code, "en"] if is_asked and not is_only:
            return Intent(kind="language", language=code, fallback="en")
    return None


def _coded(heard: Heard, taken: set[int]) -> dict[int, str]:
    """The languages that are said by their code, by place."""
    return {at: CODES[word] for at, word in enumerate(heard.words) if word in CODES and at not in taken}


def _matches(heard: Heard, role: str) -> list[Match]:
    return [match for match in heard.matches if (match.phrase.kind, match.phrase.role) == ("language", role)]
