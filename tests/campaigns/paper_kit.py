"""Made-up posters in three languages, and other eyes: pdfium reads and draws the PDF, zxing reads the QR code."""

import ctypes
from collections.abc import Iterator
from datetime import date

import pypdfium2
import zxingcpp
from PIL import Image
from pypdfium2 import raw

from campaigns.paper import EventLine, Poster, between

URL = "https://messagesofhope.example/j/OAKLIBRARY/"
FIRST, LAST = date(2026, 6, 8), date(2026, 6, 14)
HEADINGS = {
    "en": "Your face is your baby’s favourite toy",
    "pl": "Twoja twarz to ulubiona zabawka Twojego dziecka",
    "ar": "وجهك هو لعبة طفلك المفضلة",
}
SENTENCES = {
    "en": "Short, kind texts for every week, from pregnancy to your child’s third birthday.",
    "pl": "Krótkie, życzliwe wiadomości na każdy tydzień, od ciąży do trzecich urodzin dziecka.",
    "ar": "رسائل قصيرة ولطيفة لكل أسبوع. اتصل بالرقم 07700 900456 عند السؤال.",
}
ALPHABETS = {
    "Polish": "ąćęłńóśźż ĄĆĘŁŃÓŚŹŻ",
    "Lithuanian": "ąčęėįšųūž",
    "Latvian": "āčēģīķļņšūž",
    "Romanian": "ăâîșțşţ",
    "Irish": "áéíóú ḃċḋḟġṁṗṡṫ",
    "Hungarian": "áéíóöőúüű",
    "Slovak": "áäčďéíĺľňóôŕšťúýž",
    "Portuguese": "ãõçàâêô",
    "Bulgarian, Russian, Ukrainian": "абвгґдеєёжзиіїйклмнопрстуфхцчшщъыьэюя",
    "Arabic": "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي ًٌٍَُِّْ ،؛؟ ٠١٢٣",
    "Chinese": "婴儿的心理健康，免费短信。您好！（随时停止）：“微笑”——等一等……《歌》、·",
    "marks": "“”‘’–—…•·€£№™",
}
SHAPELESS = dict.fromkeys([0xAD, 0xFFFE, *range(0x200B, 0x2010), *range(0x2066, 0x206A)])  # hyphens, joiners, isolates
EVENT = EventLine(when="18:30–20:00", title="Rhyme time", where="Oak Library")
LONG = ("Your face is your baby’s favourite toy, and your voice is the song that your baby knows best of all. " * 4)[
    :300
]


def sample(language: str, **changes: object) -> Poster:
    fields = {
        "language": language,
        "heading": HEADINGS[language],
        "sentence": SENTENCES[language],
        "keyword": "OAKLIBRARY",
        "number": "07700 900123",
        "url": URL,
        "address": "messagesofhope.example",
        "place_name": "Oak Library",
        "sure_start": "Sure Start Oakvale",
        "dates": between(FIRST, LAST, language),
        **changes,
    }
    return Poster(**fields)  # type: ignore[arg-type]  # the fields are those of a poster


class Paper:
    """A PDF as a reader sees it."""

    def __init__(self, made: bytes) -> None:
        self.document = pypdfium2.PdfDocument(made)

    @property
    def sizes(self) -> list[tuple[int, int]]:
        """Of each page, in whole millimetres."""
        pages = (self.document[number].get_size() for number in range(len(self.document)))
        return [(round(width / 72 * 25.4), round(height / 72 * 25.4)) for width, height in pages]

    @property
    def tagged(self) -> bool:
        return bool(raw.FPDFCatalog_IsTagged(self.document))

    @property
    def language(self) -> str:
        room = ctypes.create_string_buffer(64)
        raw.FPDFCatalog_GetLanguage(self.document, ctypes.cast(room, ctypes.POINTER(ctypes.c_ushort)), 64)
        return room.raw.decode("utf-16-le").split("\0")[0]

    @property
    def title(self) -> str:
        return str(self.document.get_metadata_value("Title"))

    @property
    def text(self) -> str:
        """Of the first page, every run of white space one space and without characters that have no shape."""
        words = self.document[0].get_textpage().get_text_range()
        return " ".join(words.translate(SHAPELESS).split())

    def boxes(self) -> list[tuple[str, tuple[float, float, float, float]]]:
        """Each letter of the first page with its left, bottom, right and top in points."""
        page = self.document[0].get_textpage()
        letters = ((page.get_text_range(index, 1), page.get_charbox(index)) for index in range(page.count_chars()))
        return [(letter, box) for letter, box in letters if letter.translate(SHAPELESS).strip() and box[2] > box[0]]

    def rows(self) -> list[str]:
        """The first page as the eye meets it: the letters of each line from left to right, without spaces."""
        lines: dict[int, list[tuple[float, str]]] = {}
        page = self.document[0].get_textpage()
        for index in range(page.count_chars()):
            x, y = ctypes.c_double(), ctypes.c_double()
            raw.FPDFText_GetCharOrigin(page, index, x, y)
            lines.setdefault(round(y.value), []).append((x.value, page.get_text_range(index, 1)))
        return ["".join("".join(letter for _, letter in sorted(line)).split()) for line in lines.values()]

    def image(self, scale: float = 2) -> Image.Image:
        drawn: Image.Image = self.document[0].render(scale=scale).to_pil()
        return drawn.convert("RGB")

    def codes(self) -> list[str]:
        return [code.text for code in zxingcpp.read_barcodes(self.image())]

    def alternatives(self) -> list[str]:
        """What a screen reader says in place of each picture."""
        page = self.document[0]
        tree = raw.FPDF_StructTree_GetForPage(page)
        count = raw.FPDF_StructTree_CountChildren(tree)
        tops = [raw.FPDF_StructTree_GetChildAtIndex(tree, index) for index in range(count)]
        return [alt for top in tops for alt in _alternatives(top)]


def _alternatives(element: object) -> Iterator[str]:
    length = raw.FPDF_StructElement_GetAltText(element, None, 0)
    if length > 2:
        room = ctypes.create_string_buffer(length)
        raw.FPDF_StructElement_GetAltText(element, room, length)
        yield room.raw.decode("utf-16-le").rstrip("\0")
    for index in range(max(raw.FPDF_StructElement_CountChildren(element), 0)):
        child = raw.FPDF_StructElement_GetChildAtIndex(element, index)
        if child:
            yield from _alternatives(child)
