"""Posters, flyers and cards: read and seen as a screen reader, a camera and a printer meet them."""

import re
from dataclasses import replace
from io import BytesIO
from itertools import takewhile

import pytest
from PIL import Image, ImageChops, ImageFilter

from campaigns.paper import DoesNotFitError, EventLine, Picture, Size, poster
from campaigns.paper.sheets import LAYOUTS, PICTURES, poster_data, poster_drawings
from messages.paper.press import png
from tests.campaigns.paper_kit import EVENT, HEADINGS, LONG, SENTENCES, URL, Paper, sample

MILLIMETRES = {
    Size.A4: (210, 297),
    Size.A5: (148, 210),
    Size.A6: (105, 148),
    Size.A4_LARGE: (210, 297),
    Size.A4_CARDS: (210, 297),
}
MARKUP = r'#strong[no] $x^2$ \ *bold* _it_ `raw` <lab> @ref [a](b) // c /* d */ "q" #panic() \u{41} = h'
LONG_NAME = "Ballynahinch and Drumaness Community Resource Centre and Pharmacy"
BUSY = EventLine(when="Wednesday 10 September, 10:00 to 12:30", title=LONG[:80], where=LONG_NAME)
ALTERNATIVES = {
    "en": ["Two arcs that face each other", "QR code that opens messagesofhope.example"],
    "pl": ["Dwa łuki zwrócone ku sobie", "Kod QR, który otwiera messagesofhope.example"],
    "ar": ["قوسان متقابلان", "رمز QR يفتح \u2066messagesofhope.example\u2069"],
}


@pytest.mark.parametrize("size", Size)
@pytest.mark.parametrize("language", HEADINGS)
def test_poster_is_one_tagged_page_of_its_size_and_its_code_opens_the_address(language: str, size: Size) -> None:
    made = poster(sample(language), size)
    copies = 4 if size is Size.A4_CARDS else 1
    paper = Paper(made)
    assert paper.sizes == [MILLIMETRES[size]]
    assert (paper.tagged, paper.language, paper.title) == (True, language, HEADINGS[language])
    assert b"pdfuaid" in made
    assert paper.codes() == [URL] * copies
    assert paper.alternatives() == ALTERNATIVES[language] * copies


def test_poster_is_read_out_in_the_order_of_the_eye() -> None:
    assert Paper(poster(sample("en", events=(EVENT,)), Size.A4)).text == (
        f"Messages of Hope 8 to 14 June 2026 {HEADINGS['en']} {SENTENCES['en']} 18:30–20:00 Rhyme time Oak Library "
        "Text this word OAKLIBRARY to this number 07700 900123 or scan this code Free. Stop at any time. "
        "messagesofhope.example Oak Library Sure Start Oakvale"
    )


@pytest.mark.parametrize("size", Size)
def test_numbers_and_hours_run_from_left_to_right_in_arabic(size: Size) -> None:
    seen = "\n".join(Paper(poster(sample("ar", events=(EVENT,)), size)).rows())
    wanted = ["OAKLIBRARY", "07700900123", "07700900456", "messagesofhope.example"]
    wanted += ["18:30–20:00"] if size in {Size.A4, Size.A5} else []
    assert [words for words in wanted if words not in seen] == []


@pytest.mark.parametrize(("language", "right"), [("en", True), ("pl", True), ("ar", False)])
def test_layout_is_mirrored_from_right_to_left(language: str, *, right: bool) -> None:
    paper = Paper(poster(sample(language), Size.A4))
    width = 210 / 25.4 * 72
    word = min(box[0] for letter, box in paper.boxes() if letter == "K" and box[3] - box[1] > 20)  # OAKLIBRARY, large
    assert (word < width / 2) is right


def test_chinese_is_set_with_no_spaces_between_its_words() -> None:
    heading, sentence = (
        "您的脸是宝宝最喜欢的玩具，您的声音是宝宝最熟悉的歌。" * 3,
        "从怀孕到孩子三岁生日，每周都有简短的短信。",
    )
    paper = Paper(poster(replace(sample("en", heading=heading, sentence=sentence), language="zh-hans"), Size.A4))
    seen = "".join(paper.text.split())
    assert (paper.language, heading in seen, sentence in seen, "07700900123" in seen) == ("zh", True, True, True)
    large = [letter for letter, box in paper.boxes() if letter in heading and box[3] - box[1] > 20]
    assert len(large) >= len(heading) - heading.count("，") - heading.count("。")
    assert [line for line in paper.rows() if line[0] in "，。"] == []  # no line begins with a mark


def test_markup_is_only_letters() -> None:
    text = Paper(
        poster(sample("en", heading=MARKUP, sentence=MARKUP, place_name="#[x]", sure_start="$y$"), Size.A4)
    ).text
    assert text.count(MARKUP) == 2
    assert "#[x] $y$" in text


@pytest.mark.parametrize("size", Size)
@pytest.mark.parametrize(
    "changes",
    [
        {"heading": LONG, "sentence": LONG},
        {"heading": LONG, "sentence": LONG, "events": (BUSY, BUSY, BUSY)},
        {"heading": "Betriebswerkbauunterbeamtengesellschaft" * 6, "sentence": "M" * 300, "keyword": "M" * 20},
        {"place_name": LONG_NAME, "sure_start": LONG_NAME, "dates": f"{LONG[:60]} 2026", "address": "m" * 70},
        {"heading": "Hum", "sentence": "Wait.", "place_name": "", "sure_start": "", "dates": "", "keyword": "HUM"},
    ],
)
def test_words_stay_on_the_page_and_apart(size: Size, changes: dict[str, object]) -> None:
    paper = Paper(poster(sample("en", **changes), size))
    width, height = (side / 25.4 * 72 for side in MILLIMETRES[size])
    edge = 4 / 25.4 * 72
    letters = paper.boxes()
    assert paper.sizes == [MILLIMETRES[size]]
    assert all(
        box[0] > edge and box[1] > edge and box[2] < width - edge and box[3] < height - edge for _, box in letters
    )
    assert overlapping(letters) == []
    assert URL in paper.codes()


def overlapping(letters: list[tuple[str, tuple[float, float, float, float]]]) -> list[str]:
    """Pairs of letters of which one covers a third of the other or more."""
    pairs = []
    letters = sorted(letters, key=lambda letter: letter[1])
    for number, (one, box) in enumerate(letters):
        for other, second in takewhile(lambda letter: letter[1][0] < box[2], letters[number + 1 :]):  # noqa: B023 - used up at once
            across = min(box[2], second[2]) - second[0]
            down = min(box[3], second[3]) - max(box[1], second[1])
            smaller = min((b[2] - b[0]) * (b[3] - b[1]) for b in (box, second))
            if down > 0 and across * down > smaller / 3:
                pairs.append(one + other)
    return pairs


@pytest.mark.parametrize(
    ("events", "size", "shown", "more"),
    [(0, Size.A4, 0, 0), (1, Size.A4, 1, 0), (3, Size.A5, 3, 0), (5, Size.A4, 3, 1), (5, Size.A6, 0, 0)],
)
def test_poster_shows_three_events_and_where_the_others_are(events: int, size: Size, shown: int, more: int) -> None:
    text = Paper(poster(sample("en", events=(EVENT,) * events), size)).text
    assert (text.count("Rhyme time"), text.count("More at messagesofhope.example")) == (shown, more)


def test_a_name_that_cannot_fit_is_an_error() -> None:
    with pytest.raises(DoesNotFitError):
        poster(sample("en", place_name=LONG * 3), Size.A4)


def test_same_content_makes_the_same_bytes() -> None:
    assert poster(sample("pl"), Size.A4) == poster(sample("pl"), Size.A4)


def test_every_drawing_may_be_chosen() -> None:
    assert sorted(path.stem for path in PICTURES.glob("*.svg")) == sorted(Picture)


@pytest.mark.parametrize("picture", Picture)
def test_drawing_is_whole_on_paper(picture: Picture) -> None:
    """In a PDF the parts of a clip path may cut holes; in an image made from the same layout they do not."""
    content = sample("en", heading="Hum", picture=picture)
    drawn = png(LAYOUTS / "poster.typ", poster_data(content, Size.A4), poster_drawings(content))
    image = Image.open(BytesIO(drawn)).convert("RGB")
    printed = Paper(poster(content, Size.A4)).image(scale=1).resize(image.size)
    blurred = (one.filter(ImageFilter.BoxBlur(3)) for one in (image, printed))  # two programs smooth edges differently
    differing = ImageChops.difference(*blurred).convert("L").point(lambda value: 255 if value > 24 else 0)
    above_the_words = differing.crop((0, 0, image.width, image.height * 3 // 5))
    assert above_the_words.histogram()[255] < 100


def test_layouts_load_no_package() -> None:
    layouts = (PICTURES.parents[1] / "campaigns" / "paper" / "layouts").glob("*.typ")
    loaded = {
        path.name: re.findall(r'#(?:import|include) "([^"]+)"', path.read_text(encoding="utf-8")) for path in layouts
    }
    assert loaded == {
        "look.typ": [],
        **{name: ["look.typ"] for name in ("poster.typ", "image.typ", "press_note.typ", "day_sheet.typ")},
    }


def test_colours_are_those_of_the_screen() -> None:
    """The light ones, which stand first; docs/look.md names them."""
    root = PICTURES.parents[1]
    screen = (root / "styles" / "_colours.scss").read_text(encoding="utf-8")
    paper = (root / "campaigns" / "paper" / "layouts" / "look.typ").read_text(encoding="utf-8")
    names = re.findall(r'#let ([\w-]+) = rgb\("(#\w+)"\)', paper)
    wanted = {name.removesuffix("-colour"): colour for name, colour in names}
    known = dict(reversed(re.findall(r"--hope-([\w-]+): (#\w+);", screen)))
    assert len(wanted) > 8
    assert {name: known[name] for name in wanted} == wanted
