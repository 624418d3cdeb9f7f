"""What the templates of public pages ask for: the languages of this page, the controls of a form, numbers to dial."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django import template
from django.conf import settings
from django.forms import BoundField
from django.template import Context
from django.urls import translate_url
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, get_language_info, to_locale

from directory.languages import LANGUAGES

register = template.Library()

# Three digits (999, 111) or more, with the spaces that make a number easy to read.
PHONE = re.compile(r"(?<![\w.])\+?\d(?:[ \d]*\d)?(?=\D|$)")
SHORTEST = 5  # digits of a number that is written with spaces
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
    here = request.get_full_path() if request else "/"
    return [_tongue(code, here) for code, _name in settings.LANGUAGES]


@register.simple_tag
def is_demo() -> bool:
    """Whether this is a demo, which has virtual phones to look at."""
    return settings.DEMO


def _tongue(code: str, here: str) -> Tongue:
    ours = LANGUAGES.get(code) or LANGUAGES.get(code.partition("-")[0])
    return Tongue(
        url=translate_url(here, code),
        tag=tongue(code),
        autonym=ours.autonym if ours else get_language_info(code)["name_local"],
        direction="rtl" if ours and ours.right_to_left else "ltr",
        is_current=code == get_language(),
    )


@register.filter
def tongue(code: str) -> str:
    """A language code as HTML writes it: en-gb is en-GB, zh-hans is zh-Hans."""
    return to_locale(code).replace("_", "-")


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
def numbers(text: str) -> SafeString:
    """Text with its telephone numbers kept in their order: beside Arabic letters a spaced number turns round."""
    return mark_safe(PHONE.sub(_isolated, conditional_escape(text)))  # noqa: S308 - escaped, and only digits are wrapped


def _isolated(match: re.Match[str]) -> str:
    digits = match[0].replace(" ", "")
    return f'<bdi dir="ltr">{match[0]}</bdi>' if len(digits) >= SHORTEST else match[0]


@register.filter
def dialled(phone: str) -> str:
    """A number as a tel: address wants it: digits, and a plus at most."""
    return re.sub(r"[^\d+]", "", phone)
