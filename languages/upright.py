"""Numbers in texts that are written from right to left.

Beside Arabic letters a number with spaces turns round, and so do the parts of a span ("18:30-20:00") and a price and
its sign. An isolate keeps each as it was typed. After Latin letters numbers stand right by themselves: "BT7", an
address on the web, "Room 5".
"""

import re

# Digits with what may stand between them and what belongs to them: numbers to dial, dates, hours, prices, their spans.
NUMBER = r"[+£€]?\d(?:(?:[\d\s:/.\-\u2013()£€]|,(?=\d))*\d)?%?"
# What is isolated already, and what begins with a Latin letter, up to the next Arabic one or the end of the line.
LEFT_ALONE = r"\u2066[^\u2069]*\u2069|[A-Za-z\u00c0-\u024f][^\u0590-\u08ff\u2066\n]*"
_EITHER = re.compile(f"{LEFT_ALONE}|(?P<number>{NUMBER})")


def upright(text: str) -> str:
    """A right-to-left text whose numbers, dates, hours and prices are isolated, so that they stand as typed."""
    return _EITHER.sub(lambda found: f"\u2066{found[0]}\u2069" if found["number"] else found[0], text)
