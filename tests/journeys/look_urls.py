"""Every piece of the look on a few pages, served under the policy that public pages keep."""

from django import forms
from django.conf.urls.i18n import i18n_patterns
from django.http import HttpRequest, HttpResponse
from django.template import RequestContext, Template
from django.urls import include, path
from wagtail import urls as wagtail_urls

POLICY = "default-src 'self'"
QUESTION = '{% extends "parts/question.html" %}'
ARABIC = "ابتسم لطفلك. خط المساعدة مجاني: 0808 808 8000"
SAMPLE = "Smile and say hello softly. Then wait. Lifeline is free, day or night: 0808 808 8000."


class DateParts(forms.MultiWidget):
    """A date in three boxes."""

    use_fieldset = True

    def __init__(self) -> None:
        titles = {"day": "Day", "month": "Month", "year": "Year"}
        super().__init__({name: forms.NumberInput(attrs={"title": title}) for name, title in titles.items()})

    def decompress(self, value: object) -> list[object]:
        return [value, None, None]


class OneField(forms.Form):
    who = forms.ChoiceField(
        label="Who are you to the baby?",
        help_text="Choose what is nearest.",
        choices=[("carer", "Mother"), ("partner", "Father or partner"), ("kin", "Grandparent or foster carer")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who you are to the baby"},
    )


class EveryField(forms.Form):
    phone = forms.CharField(
        label="What is your mobile number?",
        help_text="For example 07700 900123. We never show it to anybody.",
        widget=forms.TelInput(attrs={"autocomplete": "tel"}),
        error_messages={"required": "Type your number, all 11 digits of it"},
    )
    email = forms.EmailField(label="Your e-mail", error_messages={"required": "Type your e-mail address"})
    name = forms.CharField(label="A short word", error_messages={"required": "Type a word"})
    story = forms.CharField(label="Anything else", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    who = OneField.base_fields["who"]
    hours = forms.MultipleChoiceField(
        label="When may we write?",
        choices=[("morning", "In the morning"), ("evening", "Early in the evening")],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose one hour or more"},
    )
    language = forms.ChoiceField(label="Language", choices=[("en", "English"), ("pl", "Polski")])
    due = forms.CharField(label="When is your baby due?", help_text="Near enough is fine.", widget=DateParts())
    agree = forms.BooleanField(
        label="Yes, send me messages",
        help_text="You can stop at any time.",
        error_messages={"required": "Tick the box if you would like messages"},
    )


PIECES = """
{% extends "base.html" %}
{% block title %}Pieces{% endblock %}
{% block content %}
  {% include "parts/done.html" with title="You will get messages" words="The first one comes on Tuesday morning." %}
  {% include "parts/bubble.html" with text=text caption="What we send" %}
  {% include "parts/bubble.html" with text="STOP" mine=True %}
  {% include "parts/bubble.html" with text=arabic tag="ar" %}
  {% include "parts/notice.html" with title="Too much today?" words="This can wait." link="/" link_text="Help now" %}
  {% include "parts/call.html" with phone="0808 808 8000" %}
  {% include "parts/cards.html" %}
  {% include "parts/summary.html" %}
  {% include "parts/nothing.html" with words="Nothing here yet." %}
{% endblock %}
"""


def _kept(request: HttpRequest, template: Template, context: dict[str, object]) -> HttpResponse:
    response = HttpResponse(template.render(RequestContext(request, context)))
    response["Content-Security-Policy"] = POLICY
    return response


def question(request: HttpRequest) -> HttpResponse:
    context = {"form": OneField(request.POST or None), "back": "/pieces/", "step": 1, "steps": 3}
    return _kept(request, Template(QUESTION), context)


def every_field(request: HttpRequest) -> HttpResponse:
    form = EveryField(request.POST) if request.method == "POST" else EveryField()
    return _kept(request, Template(QUESTION), {"form": form, "back": "/pieces/"})


def pieces(request: HttpRequest) -> HttpResponse:
    cards = [
        {"title": "Pregnancy", "text": "From week 4.", "url": "/", "band": "peach"},
        {"title": "The first year", "text": "Week by week.", "url": "/", "band": "mint"},
        {"title": "One to three", "text": "Month by month.", "url": "/", "band": "lilac"},
    ]
    rows = [{"key": "Language", "value": "English", "url": "/"}, {"key": "How often", "value": "Once a week"}]
    return _kept(request, Template(PIECES), {"text": SAMPLE, "arabic": ARABIC, "cards": cards, "rows": rows})


def to_come(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("To come")


NAMES = ("help-now", "privacy", "words", "join", "preferences-ask", "read", "whats-on", "translation")
urlpatterns = i18n_patterns(
    path("question/", question, name="question"),
    path("every-field/", every_field, name="every-field"),
    path("pieces/", pieces, name="pieces"),
    *[path(f"{name}/", to_come, name=name) for name in NAMES],
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)
