"""Numbers and addresses in easy read: those of its message only, as its page has them now.

It is made of what the message says with the directory's numbers filled in: when one changes there, the easy read is
not offered any more until somebody makes it again. A number that the message does not have would stay wrong.
"""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from messages.editorial.typed import typed_in
from messages.formats.text import whole
from messages.models import AnyWords
from messages.placeholders import UnknownPlaceholderError, named_in

MARKS = ".,;:!?)"  # that may follow an address


def faults(lines: Any, words: AnyWords) -> Iterator[str]:
    """What cannot stay right in these lines, in sentences for whoever wrote them."""
    try:
        said = "\n".join(whole(words).texts)
    except UnknownPlaceholderError:
        said = ""
    for number, block in enumerate(lines, start=1):
        sentence = block.value["sentence"]
        for name in named_in(sentence):
            told = {"number": number, "name": name}
            yield _("Line %(number)s has %(name)s: nothing is filled in here. Write it as the message says it.") % told
        for _rule, found in typed_in(sentence):
            if found.rstrip(MARKS) not in said:
                told = {"number": number, "found": found.rstrip(MARKS)}
                yield _("Line %(number)s has %(found)s, which the message does not say. It would stay wrong.") % told
