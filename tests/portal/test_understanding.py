"""What a text means: STOP is heard however it is written, and never in a text that says something else."""

import signal
import unicodedata
from dataclasses import replace
from datetime import date
from types import FrameType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from languages.table import LANGUAGES
from portal.understanding import Intent, listed, simplify, understand
from portal.understanding.words import tables

TODAY = date(2026, 11, 21)  # a Saturday
LISTED = listed()
KINDS = [(kind, language) for kind, languages in LISTED.items() for language in languages]
STOPS = [(language, word) for language, words in LISTED["stop"].items() for word in words[:5]]
STOP_WORDS = st.sampled_from([word for _, word in STOPS])
ONE_WORD_STOPS = st.sampled_from([word for _, word in STOPS if " " not in word])
MARKS = ["\u200b", "\u200c", "\u200d", "\u200e", "\u200f", "\u202a", "\u202c", "\u2066", "\u2069", "\ufeff"]
TRIMMINGS = [
    ".",
    "!",
    "!!!",
    ",",
    "…",
    "?",
    " ",
    "\n",
    "\u00a0",
    "🛑",
    "✋🏽",
    "🙏",
    "👨‍👩‍👧",
    "❤️",
    "😡",
    "-",
    "*",
    '"',
    "'",
    "”",
]
KINDS_WITHOUT_WORDS = {"date", "number", "unknown"}
GIVE_UP = 20  # seconds of the processor after which a text is taken to get no answer; one takes below a millisecond


def give_up(_number: int, _frame: FrameType | None) -> None:
    raise TimeoutError


def kind(text: str, language: str = "en") -> str:
    """The kind of a text; a text that is turned over and over fails its test and does not hold up the run."""
    before = signal.signal(signal.SIGVTALRM, give_up)
    signal.setitimer(signal.ITIMER_VIRTUAL, GIVE_UP)
    try:
        return understand(text, language, TODAY).kind
    except TimeoutError:
        return "no answer"
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


@pytest.mark.parametrize(
    "of", ["stop", "help", "start", "join", "born", "due", "loss", "care", "pause", "later", "yes", "no"]
)
def test_tables_have_each_kind_in_every_language(of: str) -> None:
    assert set(LISTED[of]) == set(LANGUAGES)


@pytest.mark.parametrize("of", ["loss", "distress"])
def test_grave_phrases_are_found_within_a_text_in_every_language(of: str) -> None:
    assert set(tables()[of]["within"]) == set(LANGUAGES)


@pytest.mark.parametrize(("expected", "language"), KINDS)
def test_word_of_the_tables_is_its_kind_for_who_speaks_the_language(expected: str, language: str) -> None:
    allowed = {"role", "dad"} if expected == "role" else {expected}
    wrong: dict[str, str] = {}
    for word in LISTED[expected][language]:
        forms = [word, word.upper(), f" {word}\n", unicodedata.normalize("NFD", word)]
        wrong |= {form: kind(form, language) for form in forms if kind(form, language) not in allowed}
    assert wrong == {}


@pytest.mark.parametrize("word", [word for _, word in STOPS])
def test_stop_with_trimmings_in_every_language(word: str) -> None:
    forms = [f"{word}{trimming}" for trimming in TRIMMINGS] + [f"{trimming}{word}" for trimming in TRIMMINGS]
    assert {form: kind(form) for form in forms if kind(form) != "stop"} == {}


ONLY = tables()["language"]["only"]


@pytest.mark.parametrize("code", LANGUAGES)
def test_one_language_only_is_understood_in_every_language(code: str) -> None:
    """In English capitals, as our answers say it, and in the language's own words."""
    row = LANGUAGES[code]
    name, ask = row.name.partition(" ")[0].upper(), tables()["language"]["ask"][code][0]
    texts = [f"LANG {name} ONLY", f"LANG {code.partition('-')[0]} only", f"{ask} {row.autonym} {ONLY[code][0]}"]
    texts += [f"{word} {row.autonym}" for word in ONLY[code]]
    expected = Intent(kind="language", language=code, fallback=None if code == "en" else "none")
    found = {text: replace(understand(text, code, TODAY), said_in=None) for text in texts}
    assert found == dict.fromkeys(texts, expected)
    if code != "en":
        both = [f"LANG {name} ENGLISH", f"{ask} {row.autonym} english"]
        found = {text: replace(understand(text, code, TODAY), said_in=None) for text in both}
        assert found == dict.fromkeys(both, Intent(kind="language", language=code, fallback="en"))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("I only speak Romanian", "ro"),
        ("can I get only polish texts please", "pl"),
        ("LANG", None),
        ("change from polish to english", None),
        ("LANG ENGLISH POLISH", None),
    ],
)
def test_fallback_is_never_guessed(text: str, language: str | None) -> None:
    found = understand(text, "en", TODAY)
    assert (found.language, found.fallback) == (language, None)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("pattern", ["{0} {1}", "{1} {0}", "{1}, {0}!", "{0} {1} {0}"])
def test_stop_with_a_courtesy_in_every_language(language: str, pattern: str) -> None:
    courtesies = [*tables()["courtesies"]["polite"].get(language, []), "please", "thanks", "hi", "sorry", "now"]
    words = LISTED["stop"][language][:3]
    forms = [pattern.format(courtesy, word) for courtesy in courtesies for word in words]
    assert next((form for form in forms if kind(form) != "stop"), None) is None


@pytest.mark.parametrize(
    "text",
    [
        "stop",
        "STOP",
        "Stop",
        "sToP",
        "STOP.",
        "Stop!!!",
        "stop?",
        "...stop...",
        '"STOP"',
        "*STOP*",
        "_STOP_",
        "(stop)",
        "stop\n",
        "\tstop",
        " s\u200btop ",
        "STOP\ufe0f",
        "ＳＴＯＰ",
        "𝗦𝗧𝗢𝗣",
        "STOP 🛑",
        "🛑🛑🛑 stop",
        "stop 🙏🏽",
        "stop ✋🏿",
        "stop 👨‍👩‍👧",
        "stop ❤️",
        "stop :-)",
        "please stop",
        "stop please",
        "Stop, please.",
        "Hi, please stop now, thanks!",
        "hello stop",
        "stop thank you",
        "Sorry, stop",
        "stop now",
        "stop all",
        "STOPALL",
        "Stop  All",
        "opt-out",
        "opt out",
        "unsubscribe",
        "end",
        "quit",
        "cancel",
        "Cancel please",
        "stop it",
        "Stop texting me!",
        "No more messages, thank you",
        "remove me",
        "leave me alone",
        "\u200estop\u200e",
        "\u200f\u202bتوقف\u202c",
        "توقّف",  # with a mark on a letter
        "من فضلك توقف",
        "\u2067إيقاف\u2069",
        "СТОП",
        "стоп, пожалуйста",
        "Край!",
        "Будь ласка, стоп",
        "PRZESTAŃ",
        "przestan",
        "Proszę przestań.",
        "Koniec.",
        "LEÁLLÍTÁS",
        "Apturēt, lūdzu",
        "停止",
        "停止。",
        "退订！",
        "请停止",
        "请停止，谢谢",
        "停止 谢谢",
        "stop le do thoil",
        "Stad, go raibh maith agat",
        "Para, favór ida",
        "Jooji fadlan",
    ],
)
def test_stop_however_written(text: str) -> None:
    assert kind(text) == "stop"


@pytest.mark.parametrize(
    "text",
    [
        "stopped bleeding",
        "I have stopped bleeding",
        "can't stop crying",
        "cant stop crying",
        "not the end",
        "stop it hurts",
        "don't stop",
        "Don’t stop",
        "dont stop",
        "do not stop",
        "please don't stop",
        "I want to start",
        "help me stop",
        "how do I stop",
        "baby will not stop crying",
        "make it stop",
        "the movements stop",
        "bus stop",
        "nonstop",
        "the end of my tether",
        "cancel my appointment",
        "I quit smoking",
        "no",
        "no thanks",
        "please",
        "thank you",
        "hi",
        "now",
        "",
        " ",
        "🙏",
        "...",
        "не стоп",
        "край на деня",
        "لا توقف",
        "不要停止",
        "nie koniec",
    ],
)
def test_text_that_says_something_else_is_not_stop(text: str) -> None:
    assert kind(text) != "stop"


MEANINGS: list[tuple[str, dict[str, object]]] = [
    ("STOP", {"kind": "stop"}),
    ("end", {"kind": "stop"}),
    ("unsubscribe", {"kind": "stop"}),
    ("stop sending me these", {"kind": "stop"}),
    ("I want to stop", {"kind": "stop"}),
    ("stop stop stop", {"kind": "stop"}),
    ("ok stop", {"kind": "stop"}),
    ("STOPP", {"kind": "stop"}),
    ("sotp", {"kind": "stop"}),
    ("Stop\nSent from my iPhone", {"kind": "stop"}),
    ("Stop. Mary", {"kind": "stop"}),
    ("stp", {"kind": "stop"}),
    ("S T O P", {"kind": "stop"}),
    ("aye, you can stop now", {"kind": "stop"}),
    ("I never asked for this STOP", {"kind": "stop"}),
    ("spirai da mi pishesh", {"kind": "stop"}),
    ("Loved “Text STOP to stop.”", {"kind": "courtesy"}),
    ("Disliked “Text STOP to stop.”", {"kind": "unknown"}),
    ("stop@shop.example", {"kind": "unknown"}),
    ("I had a miscarriage and I'm worried", {"kind": "loss"}),
    ("before christmas we lost our baby", {"kind": "loss"}),
    ("my husband said baby passed away", {"kind": "loss"}),
    ("had a micarriage", {"kind": "loss"}),
    ("i wnat to die", {"kind": "distress"}),
    ("I just want it all to stop", {"kind": "distress"}),
    ("ok thanks", {"kind": "courtesy"}),
    ("end of 2027", {"kind": "unknown"}),
    ("2027. március 14.", {"kind": "date", "date": date(2027, 3, 14)}),
    ("三月底", {"kind": "date", "date": date(2027, 3, 31)}),
    ("2 days ago", {"kind": "date", "about": None, "date": date(2026, 11, 19)}),
    ("born monday at 34+2", {"kind": "born", "gestation": 34, "date": date(2026, 11, 16)}),
    ("stooop", {"kind": "stop"}),
    ("pls stop texting me", {"kind": "stop"}),
    ("stop these messages now please", {"kind": "stop"}),
    ("please take me off the list", {"kind": "stop"}),
    ("Para", {"kind": "stop"}),
    ("стоп", {"kind": "stop"}),
    ("توقف", {"kind": "stop"}),
    ("停止", {"kind": "stop"}),
    ("how do I stop these texts", {"kind": "stop"}),
    ("i dont want these messages any more", {"kind": "stop"}),
    ("STOP thx", {"kind": "stop"}),
    ("START", {"kind": "start"}),
    ("unstop", {"kind": "start"}),
    ("resume", {"kind": "start"}),
    ("go on", {"kind": "start"}),
    ("restart", {"kind": "start"}),
    ("JOIN", {"kind": "join"}),
    ("HELLO", {"kind": "join"}),
    ("hi", {"kind": "join"}),
    ("sign me up", {"kind": "join"}),
    ("I want to join", {"kind": "join"}),
    ("HELP", {"kind": "help"}),
    ("INFO", {"kind": "help"}),
    ("?", {"kind": "help"}),
    ("what is this", {"kind": "help"}),
    ("who is this", {"kind": "help"}),
    ("born", {"kind": "born"}),
    ("BORN 3 May", {"kind": "born", "date": date(2026, 5, 3)}),
    ("she arrived yesterday", {"kind": "born", "date": date(2026, 11, 20)}),
    ("baby is here", {"kind": "born"}),
    ("had the baby on monday", {"kind": "born", "date": date(2026, 11, 16)}),
    ("born twins 3 may", {"kind": "born", "count": 2, "date": date(2026, 5, 3)}),
    ("twins born", {"kind": "born", "count": 2}),
    ("born 3/5 at 32 weeks", {"kind": "born", "gestation": 32, "date": date(2026, 5, 3)}),
    ("my son was born at 34 weeks on 2 Nov", {"kind": "born", "gestation": 34, "date": date(2026, 11, 2)}),
    ("baby born 3 weeks ago", {"kind": "born", "date": date(2026, 10, 31)}),
    ("born last friday 7lb 6oz at 3.15am", {"kind": "born", "date": date(2026, 11, 20)}),
    ("born 31/2", {"kind": "born", "problem": "impossible", "date": None}),
    ("born 3 may 2027", {"kind": "born", "problem": "far"}),
    ("due 14 March", {"kind": "due", "date": date(2027, 3, 14)}),
    ("new due date is 3/4/27", {"kind": "due", "date": date(2027, 4, 3)}),
    ("edd 14.3.2027", {"kind": "due", "date": date(2027, 3, 14)}),
    ("I'm 20 weeks pregnant", {"kind": "due", "date": date(2027, 4, 10)}),
    ("20 weeks pregnant", {"kind": "due", "date": date(2027, 4, 10)}),
    ("im 20 weeks", {"kind": "due", "date": date(2027, 4, 10)}),
    ("20+3 weeks pregnant", {"kind": "due", "date": date(2027, 4, 7)}),
    ("due in 12 weeks", {"kind": "due", "date": date(2027, 2, 13)}),
    ("5 months pregnant", {"kind": "due", "date": date(2027, 3, 27)}),
    ("due monday", {"kind": "due", "date": date(2026, 11, 23)}),
    ("due 1 october", {"kind": "due", "problem": "far"}),
    ("due date is end of march", {"kind": "due", "date": date(2027, 3, 31)}),
    ("due christmas day", {"kind": "due", "date": date(2026, 12, 25)}),
    ("mid april due", {"kind": "due", "date": date(2027, 4, 15)}),
    ("14/3", {"kind": "date", "date": date(2027, 3, 14)}),
    ("14 March", {"kind": "date", "date": date(2027, 3, 14)}),
    ("14 marca", {"kind": "date", "date": date(2027, 3, 14)}),
    ("kovo 14", {"kind": "date", "date": date(2027, 3, 14)}),
    ("március 14.", {"kind": "date", "date": date(2027, 3, 14)}),
    ("3月14日", {"kind": "date", "date": date(2027, 3, 14)}),
    ("14 مارس", {"kind": "date", "date": date(2027, 3, 14)}),
    ("14 آذار", {"kind": "date", "date": date(2027, 3, 14)}),
    ("١٤ مارس", {"kind": "date", "date": date(2027, 3, 14)}),
    ("14 марта", {"kind": "date", "date": date(2027, 3, 14)}),
    ("14 березня", {"kind": "date", "date": date(2027, 3, 14)}),
    ("14. marta", {"kind": "date", "date": date(2027, 3, 14)}),
    ("14 de março", {"kind": "date", "date": date(2027, 3, 14)}),
    ("14 Márta", {"kind": "date", "date": date(2027, 3, 14)}),
    ("14 Maarso", {"kind": "date", "date": date(2027, 3, 14)}),
    ("3rd of next month", {"kind": "date", "date": date(2026, 12, 3)}),
    ("yesterday", {"kind": "date", "date": date(2026, 11, 20)}),
    ("12 weeks", {"kind": "date", "weeks": 12, "date": None}),
    ("6 months old", {"kind": "date", "about": "born", "date": date(2026, 5, 21)}),
    ("6 months", {"kind": "date", "weeks": 26}),
    ("3 weeks old", {"kind": "date", "about": "born", "date": date(2026, 10, 31)}),
    ("she is 3 weeks", {"kind": "date", "about": "born", "date": date(2026, 10, 31)}),
    ("3 November", {"kind": "date", "date": date(2026, 11, 3)}),
    ("14/3/2026", {"kind": "date", "date": date(2026, 3, 14)}),
    ("31/2", {"kind": "date", "problem": "impossible", "date": None}),
    ("two days ago", {"kind": "date", "date": date(2026, 11, 19)}),
    ("LOSS", {"kind": "loss"}),
    ("lost", {"kind": "loss"}),
    ("lost the baby", {"kind": "loss"}),
    ("I miscarried", {"kind": "loss"}),
    ("stillborn", {"kind": "loss"}),
    ("she passed away", {"kind": "loss"}),
    ("no heartbeat", {"kind": "loss"}),
    ("born sleeping", {"kind": "loss"}),
    ("had a termination", {"kind": "loss"}),
    ("ectopic", {"kind": "loss"}),
    ("my wee one died", {"kind": "loss"}),
    ("angel baby", {"kind": "loss"}),
    ("my baby girl passed away on tuesday", {"kind": "loss"}),
    ("we lost him at 20 weeks", {"kind": "loss"}),
    ("there was no heartbeat at the scan", {"kind": "loss"}),
    ("we lost one of the twins", {"kind": "loss", "one_of_twins": True}),
    ("my baby died and I want to die", {"kind": "loss", "also": {"distress"}}),
    ("stop, I had a miscarriage", {"kind": "loss", "also": {"stop"}}),
    ("CARE", {"kind": "care"}),
    ("PAUSE", {"kind": "pause", "days": None}),
    ("PAUSE 2 WEEKS", {"kind": "pause", "days": 14}),
    ("pause for a month", {"kind": "pause", "days": 30}),
    ("break for 10 days", {"kind": "pause", "days": 10}),
    ("pause till monday", {"kind": "pause", "days": 2}),
    ("pause until 3 january", {"kind": "pause", "days": 43}),
    ("LATER", {"kind": "later"}),
    ("not yet", {"kind": "later"}),
    ("still waiting", {"kind": "later"}),
    ("no baby yet", {"kind": "later"}),
    ("not born yet", {"kind": "later"}),
    ("overdue", {"kind": "later"}),
    ("MORE", {"kind": "more"}),
    ("more messages please", {"kind": "more"}),
    ("3 a week", {"kind": "more"}),
    ("LESS", {"kind": "less"}),
    ("fewer", {"kind": "less"}),
    ("too many", {"kind": "less"}),
    ("once a week", {"kind": "less"}),
    ("LANG", {"kind": "language", "language": None}),
    ("LANG PL", {"kind": "language", "language": "pl"}),
    ("LANGUAGE polish", {"kind": "language", "language": "pl"}),
    ("polski", {"kind": "language", "language": "pl"}),
    ("po polsku", {"kind": "language", "language": "pl"}),
    ("العربية", {"kind": "language", "language": "ar"}),
    ("in arabic", {"kind": "language", "language": "ar"}),
    ("can i have it in Arabic please", {"kind": "language", "language": "ar"}),
    ("English please", {"kind": "language", "language": "en"}),
    ("lang zh", {"kind": "language", "language": "zh-hans"}),
    ("中文", {"kind": "language", "language": "zh-hans"}),
    ("DAD", {"kind": "dad"}),
    ("invite dad", {"kind": "dad"}),
    ("add my partner", {"kind": "dad"}),
    ("invite", {"kind": "dad"}),
    ("for my husband too", {"kind": "dad"}),
    ("mum", {"kind": "role", "role": "mother"}),
    ("mammy", {"kind": "role", "role": "mother"}),
    ("I'm the father", {"kind": "role", "role": "father"}),
    ("dad here", {"kind": "role", "role": "father"}),
    ("granny", {"kind": "role", "role": "grandparent"}),
    ("foster carer", {"kind": "role", "role": "foster_carer"}),
    ("partner", {"kind": "role", "role": "partner"}),
    ("other carer", {"kind": "role", "role": "kinship_carer"}),
    ("auntie", {"kind": "role", "role": "kinship_carer"}),
    ("I'm the dad", {"kind": "role", "role": "father"}),
    ("jestem tatą", {"kind": "role", "role": "father"}),
    ("REASON too many", {"kind": "reason"}),
    ("reason: not useful", {"kind": "reason"}),
    ("because you send too many", {"kind": "reason"}),
    ("REASON", {"kind": "reason"}),
    ("yes", {"kind": "yes"}),
    ("aye", {"kind": "yes"}),
    ("y", {"kind": "yes"}),
    ("yep", {"kind": "yes"}),
    ("ok", {"kind": "yes"}),
    ("👍", {"kind": "yes"}),
    ("sea", {"kind": "yes"}),
    ("да", {"kind": "yes"}),
    ("no", {"kind": "no"}),
    ("naw", {"kind": "no"}),
    ("no thanks", {"kind": "no"}),
    ("👎", {"kind": "no"}),
    ("1", {"kind": "number", "number": 1}),
    ("2.", {"kind": "number", "number": 2}),
    ("no 3", {"kind": "number", "number": 3}),
    ("three", {"kind": "number", "number": 3}),
    ("٣", {"kind": "number", "number": 3}),
    ("thanks", {"kind": "courtesy"}),
    ("ty x", {"kind": "courtesy"}),
    ("❤️", {"kind": "courtesy"}),
    ("🙏", {"kind": "courtesy"}),
    ("thank you so much", {"kind": "courtesy"}),
    ("lovely", {"kind": "courtesy"}),
    ("that's great thank you", {"kind": "courtesy"}),
    ("I want to die", {"kind": "distress"}),
    ("can't go on", {"kind": "distress"}),
    ("kill myself", {"kind": "distress"}),
    ("I can't cope anymore", {"kind": "distress"}),
    ("going to hurt the baby", {"kind": "distress"}),
    ("I'm scared of him", {"kind": "distress"}),
    ("he hit me", {"kind": "distress"}),
    ("suicidal", {"kind": "distress"}),
    ("thinking of ending it", {"kind": "distress"}),
    ("not safe at home", {"kind": "distress"}),
    ("I want to disappear", {"kind": "distress"}),
    ("the crying is killing me lol", {"kind": "distress"}),
    ("help me", {"kind": "unknown"}),
    ("dying to meet her", {"kind": "unknown"}),
    ("my appointment is on 14 March", {"kind": "unknown"}),
    ("", {"kind": "unknown"}),
    ("xyz", {"kind": "unknown"}),
    ("START", {"kind": "start"}),
    ("start please", {"kind": "start"}),
    ("Un-stop", {"kind": "start"}),
    ("HELP", {"kind": "help"}),
    ("help!", {"kind": "help"}),
    (" ? ", {"kind": "help"}),
    ("Who is this?", {"kind": "help"}),
    ("who are you??", {"kind": "help"}),
    ("help me", {"kind": "unknown"}),
    ("I need help, he hits me", {"kind": "distress"}),
    ("Yes", {"kind": "yes"}),
    ("YES!", {"kind": "yes"}),
    ("yes please", {"kind": "yes"}),
    ("Yes, thank you", {"kind": "yes"}),
    ("yes 👍🏽", {"kind": "yes"}),
    ("Tak!", {"kind": "yes"}),
    ("ÁNO", {"kind": "yes"}),
    ("是", {"kind": "yes"}),
    ("نعم", {"kind": "yes"}),
    ("yes but not now", {"kind": "unknown"}),
    ("yesterday", {"kind": "date"}),
    ("hello", {"kind": "join"}),
    ("the baby came last night", {"kind": "born"}),
    ("0", {"kind": "number"}),
]


@pytest.mark.parametrize(("text", "expected"), MEANINGS)
def test_meaning(text: str, expected: dict[str, object]) -> None:
    intent = understand(text, "en", TODAY)
    assert {name: getattr(intent, name) for name in expected} == expected


@pytest.mark.parametrize(
    "text",
    [
        "stopped bleeding",
        "can't stop crying",
        "how do I stop him waking",
        "not the end",
        "is it normal that she won't stop",
        "stop it hurts",
        "shop",
        "step",
        "spot",
        "lost my phone",
        "lost weight",
        "baby lost a tooth",
        "lost her dummy",
        "my granda died",
        "at a loss",
        "dying to meet her",
        "lost count of the nappies",
        "lost the leaflet",
        "killing time",
        "this traffic kills me",
        "bus stop",
        "boss",
        "shops",
        "less",
        "John",
        "baby lost her sock",
        "scared of a miscarriage",
        "I'm worried I will have a miscarriage",
        "my mum died and I miss her",
        "lost my baby weight",
        "she passed her hearing test",
        "zgubiłam telefon",
        "потеряла телефон",
        "宝宝可爱死了",
    ],
)
def test_look_alike_is_neither_a_stop_nor_a_loss(text: str) -> None:
    assert kind(text) not in {"stop", "loss"}


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("no", "pl", "unknown"),
        ("no", "en", "no"),
        ("sea", "ga", "yes"),
        ("para", "pt", "stop"),
        ("para", "tet", "stop"),
        ("da", "ro", "yes"),
        ("да", "ru", "yes"),
        ("poroniłam w zeszłym tygodniu", "en", "loss"),
        ("мой малыш умер", "en", "loss"),
        ("فقدت طفلي", "en", "loss"),
        ("宝宝没有心跳了", "en", "loss"),
        ("chcę umrzeć", "en", "distress"),
        ("я боюсь его", "en", "distress"),
    ],
)
def test_language_of_the_parent_breaks_ties_and_hides_nothing(text: str, language: str, expected: str) -> None:
    assert kind(text, language) == expected


@given(STOP_WORDS, st.lists(st.tuples(st.integers(0, 30), st.sampled_from(MARKS)), max_size=12))
def test_stop_with_marks_that_nobody_sees(word: str, marks: list[tuple[int, str]]) -> None:
    for place, mark in marks:
        word = word[:place] + mark + word[place:]
    assert kind(word) == "stop"


@given(STOP_WORDS, st.lists(st.sampled_from(TRIMMINGS)), st.lists(st.sampled_from(TRIMMINGS)))
def test_stop_between_any_trimmings(word: str, before: list[str], after: list[str]) -> None:
    assert kind("".join([*before, word, *after])) == "stop"


@given(ONE_WORD_STOPS, st.sampled_from(["baby", "bleeding", "crying", "not", "boli", "لا", "не"]))
def test_stop_word_among_others_is_not_stop(word: str, other: str) -> None:
    assert kind(f"{other} {word}") == kind(f"{word} {other}") == kind(f"{other}{word}") == "unknown"


@given(st.text())
def test_any_text_has_a_meaning_in_every_language(text: str) -> None:
    assert {kind(text, language) for language in LANGUAGES} <= {*LISTED, *KINDS_WITHOUT_WORDS}


@given(st.text())
def test_simplified_text_stays_the_same(text: str) -> None:
    assert simplify(simplify(text)) == simplify(text)
