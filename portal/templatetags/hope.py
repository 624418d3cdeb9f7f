"""What the templates of public pages ask for: the languages of this page, the controls of a form, numbers to dial."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django import template
from django.conf import settings
from django.forms import BoundField
from django.template import Context
from django.urls import reverse, translate_url
from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, to_locale

from languages import fragments, spoken
from languages.fragments import Fragment, english
from languages.table import DEFAULT, TABLE, of_interface, of_page
from languages.upright import upright

register = template.Library()

# Three digits (999, 111) or more, with the spaces that make a number easy to read.
PHONE = re.compile(r"(?<![\w.])\+?\d(?:[ \d]*\d)?(?=\D|$)")
ARABIC = re.compile(r"[\u0600-\u06ff]")
SHORTEST = 5  # digits of a number that is written with spaces
OWN = {"token", "key"}  # in an address that was sent to one person
ONE_WAY = {"tel", "email", "number", "url"}
KINDS = {  # Django's name of a widget: ours
    "radioselect": "radios",
    "checkboxselectmultiple": "checkboxes",
    "checkbox": "checkbox",
    "select": "select",
    "textarea": "textarea",
}


@dataclass(frozen=True, kw_only=True)
class Tongue:
    """The page that is shown, in one of the interface's languages."""

    url: str
    tag: str  # for lang="" and hreflang=""
    autonym: str
    direction: str  # ltr or rtl
    is_current: bool


@register.simple_tag(takes_context=True)
def switch_languages(context: Context) -> list[Tongue]:
    """The page that is shown, query string and all, in each language of the interface."""
    request = context.get("request")
    if request is None:
        return [_tongue(code, "/") for code, _name in settings.LANGUAGES]
    if not hasattr(request, "tongues"):  # a page asks more than once
        here = request.get_full_path()
        request.tongues = [_tongue(code, here) for code, _name in settings.LANGUAGES]
    tongues: list[Tongue] = request.tongues
    return tongues


@register.simple_tag(takes_context=True)
def alternates(context: Context) -> list[tuple[str, str]]:
    """For search engines: the whole address of this page in each language, and the one for everybody else.

    None for what only its own parent may open.
    """
    request = context.get("request")
    match = request.resolver_match if request else None
    if match is None or OWN & set(match.kwargs) or (match.url_name or "").startswith("preferences"):
        return []
    found = [(one.tag, settings.PUBLIC_URL + one.url.partition("?")[0]) for one in switch_languages(context)]
    default = tongue(settings.LANGUAGE_CODE)
    return [*found, *(("x-default", url) for tag, url in found if tag == default)]


@register.simple_tag
def is_demo() -> bool:
    """Whether this is a demo, which has virtual phones to look at."""
    return settings.DEMO


@register.simple_tag(takes_context=True)
def improve_url(context: Context) -> str:
    """Where a reader can tell what is wrong with a draft translation; empty where a speaker has read all of it.

    The address says which page they are on by that page's name: it never repeats a token or a person's own address.
    """
    if of_page().reviewed:
        return ""
    match = getattr(context.get("request"), "resolver_match", None)
    return reverse("translation") + (f"?{urlencode({'page': match.view_name})}" if match else "")


def _tongue(code: str, here: str) -> Tongue:
    ours = of_interface(code)
    return Tongue(
        url=translate_url(here, code),
        tag=tongue(code),
        autonym=ours.autonym,
        direction=ours.direction,
        is_current=code == get_language(),
    )


@register.filter
def tongue(code: str) -> str:
    """A language code as HTML writes it: en-gb is en-GB, zh-hans is zh-Hans."""
    return to_locale(code).replace("_", "-")


@register.filter
def speaks(code: str) -> SafeString:
    """The attributes of an element whose words are in this language: lang and dir."""
    language = TABLE.get(code, TABLE[DEFAULT])
    return format_html('lang="{}" dir="{}"', language.tag, language.direction)


@register.filter
def in_english(name: object) -> str:
    """A name, or a line of staff's, that nobody translates: in an element of its own on a page in another language."""
    return english(name)


@register.filter
def autonym(code: str) -> str:
    """A language's own name, in an element of its own."""
    return fragments.autonym(code)


@register.filter
def kind(field: BoundField) -> str:
    """Which of our pieces shows this field: radios, checkboxes, checkbox, select, textarea, parts or input."""
    if hasattr(field.field.widget, "widgets"):
        return "parts"
    return KINDS.get(field.widget_type, "input")


@register.filter
def control(field: BoundField) -> SafeString:
    """The field's own widget with our classes; Django adds what aria attributes it needs."""
    shape = kind(field)
    name = "govuk-checkboxes__input" if shape == "checkbox" else f"govuk-{shape}"
    given = field.field.widget.attrs.get("class", "")
    error = f" {name}--error" if field.errors else ""
    attrs: dict[str, str | bool] = {"class": f"{name}{error} {given}".strip()}
    if shape in ("input", "textarea"):  # numbers and addresses run one way in every language; words find theirs
        widget = field.field.widget
        written = widget.attrs.get("type", getattr(widget, "input_type", ""))
        attrs["dir"] = "ltr" if written in ONE_WAY else "auto"
    return field.as_widget(attrs=attrs)


@register.filter
def hint(value: object, hints: Mapping[str, str]) -> str:
    """The line about one choice of several; empty when there is none."""
    return hints.get(str(value), "")


@register.filter
def first_control(field: BoundField) -> str:
    """The id of the control that a link in the error summary puts the focus on."""
    if kind(field) == "parts":
        return str(field.subwidgets[0].data["subwidgets"][0]["attrs"]["id"])
    return str(field.field.widget.id_for_label(field.auto_id, "0") if field.use_fieldset else field.id_for_label)


@register.filter
def numbers(text: str | Promise) -> SafeString:
    """Text with its telephone numbers kept in their order: beside Arabic letters a spaced number turns round.

    In Arabic text spans of hours and prices are kept too.
    """
    words = str(text) if isinstance(text, Promise) else text
    if ARABIC.search(words) and not isinstance(words, SafeString | Fragment):  # what has elements says it itself
        words = upright(words)
    return mark_safe(PHONE.sub(_isolated, conditional_escape(words)))  # noqa: S308 - escaped, and only digits are wrapped


def _isolated(match: re.Match[str]) -> str:
    digits = match[0].replace(" ", "")
    return f'<bdi dir="ltr">{match[0]}</bdi>' if len(digits) >= SHORTEST else match[0]


@register.filter
def day(value: date) -> str:
    """A local day, or an instant's, as the page's language writes it: "9 June 2026"."""
    return spoken.day(value, of_page().code)


@register.filter
def day_of_year(value: date) -> str:
    """As "9 June"."""
    return spoken.day_of_year(value, of_page().code)


@register.filter
def weekday(value: date) -> str:
    """As "Tuesday 9 June"."""
    return spoken.weekday(value, of_page().code)


@register.simple_tag
def comma() -> str:
    """What stands between the parts of a line in the page's language."""
    return spoken.comma(of_page().code)


@register.filter
def dialled(phone: str) -> str:
    """A number as a tel: address wants it: digits, and a plus at most."""
    return re.sub(r"[^\d+]", "", phone)
