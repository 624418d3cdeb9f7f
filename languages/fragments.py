"""Words in another language than the page around them: each stands in an element that says so.

Otherwise a screen reader reads English aloud as if it were Polish, and a full stop jumps to the wrong end of an Arabic
line.
"""

from typing import Any

from django import forms
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from languages.table import DEFAULT, TABLE, Language, of_page


class Fragment(str):
    """Words that know their language. A template writes them into an element of their own; a program gets the words."""

    __slots__ = ("language",)
    language: Language

    def __html__(self) -> str:
        if self.language is of_page():
            return conditional_escape(str.__str__(self))
        return format_html(
            '<span lang="{}" dir="{}">{}</span>', self.language.tag, self.language.direction, str.__str__(self)
        )


def fragment(words: str, code: str) -> Fragment:
    """Words in a language of the table."""
    made = Fragment(words)
    made.language = TABLE[code]
    return made


def english(name: object) -> Fragment:
    """A name, or a line that staff have written in English and nobody translates: of a helpline, a place, a Trust."""
    return fragment(str(name), DEFAULT)


def autonym(code: str) -> Fragment:
    """A language's own name for itself."""
    return fragment(TABLE[code].autonym, code)


def filled(sentence: str, **values: str) -> SafeString:
    """A translated sentence with fragments in the place of its %(names)s, for a template."""
    safe = {name: conditional_escape(value) for name, value in values.items()}
    return mark_safe(conditional_escape(sentence) % safe)  # noqa: S308 - all of it is escaped


class Select(forms.Select):
    """A list whose choices may be fragments: an <option> holds no element, so it carries their language itself."""

    def create_option(self, name: str, value: Any, label: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, label, *args, **kwargs)
        if isinstance(label, Fragment):
            option["label"] = str.__str__(label)
            option["attrs"] |= {"lang": label.language.tag, "dir": label.language.direction}
        return option
