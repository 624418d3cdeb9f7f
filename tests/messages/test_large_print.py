"""Large print, read and seen as a reader meets it."""

import pytest

from messages.formats.large_print import can_set, large_print
from messages.paper.letters import MissingGlyphError
from tests.campaigns.paper_kit import Paper
from tests.messages.format_kit import TOPICS, whole

TEXT = (
    "A face is a toy Babies like faces. Ring 0808 808 8000. Make a face. • Smile • Wait, and see what your baby does "
    "next with its own small face Why it works It helps. Messages of Hope 1"
)
SMALLEST = 18 * 0.7  # points: what a capital of Noto Sans is high in letters of 18


def test_page_says_all_of_the_message_in_its_order() -> None:
    paper = Paper(large_print(whole()))
    assert paper.sizes == [(210, 297)]
    assert (paper.tagged, paper.language, paper.title, paper.text) == (True, "en", TOPICS["en"], TEXT)


def test_every_letter_is_large_and_black_on_white() -> None:
    paper = Paper(large_print(whole()))
    capitals = [box[3] - box[1] for letter, box in paper.boxes() if letter in "ABMRSWI"]
    assert min(capitals) >= SMALLEST
    colours = paper.image().getcolors(maxcolors=1_000_000) or []
    assert all(red == green == blue for _, (red, green, blue) in colours)  # type: ignore[misc] # of an RGB image


@pytest.mark.parametrize(("language", "edge"), [("en", 0), ("ar", 1)])
def test_lines_begin_at_the_edge_where_reading_begins(language: str, edge: int) -> None:
    boxes = [box for _, box in Paper(large_print(whole(language, pieces=[], why=TOPICS[language]))).boxes()]
    margin, width = 20 / 25.4 * 72, 210 / 25.4 * 72
    inside = [width - box[2] if edge else box[0] for box in boxes]
    assert min(inside) == pytest.approx(margin, abs=3)


def test_arabic_keeps_its_numbers_upright_and_whole() -> None:
    rows = Paper(large_print(whole("ar", why="اتصل 0808 808 8000 الآن " * 4))).rows()
    assert sum(row.count("08088088000") for row in rows) == 5  # one stands in the first paragraph


def test_long_words_stay_on_the_paper() -> None:
    boxes = Paper(large_print(whole(why="https://messagesofhope.example/" + "x" * 120))).boxes()
    assert max(box[2] for _, box in boxes) <= 190 / 25.4 * 72 + 1


def test_letters_that_no_font_has_are_named_and_nothing_is_offered() -> None:
    with pytest.raises(MissingGlyphError) as raised:
        large_print(whole(why="Well done 😊"))
    assert (raised.value.letters, can_set(["Well done 😊"]), can_set(whole().texts)) == ("😊", False, True)


def test_chinese_is_set_in_its_own_letters() -> None:
    paper = Paper(large_print(whole("zh-hans", pieces=[], why=TOPICS["zh-hans"] + "，" + "好" * 60)))
    assert (paper.language, paper.text.startswith(TOPICS["zh-hans"])) == ("zh", True)
    assert max(box[2] for _, box in paper.boxes()) <= 190 / 25.4 * 72 + 1
