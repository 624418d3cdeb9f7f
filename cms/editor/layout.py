"""The order of the editor's screen: as a parent meets a message, and then what stands behind it."""

from django.forms import Textarea
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, Panel, PublishingPanel

from cms.editor.forms import WordsForm
from cms.editor.panels import LanguagesPanel, LookPanel, StandingPanel, SummaryPanel, WordsPanel
from cms.formats.panel import FormatsPanel
from cms.translating.panels import DeskPanel, StalePanel

TEXT = Textarea(attrs={"rows": 4})
SHORT = Textarea(attrs={"rows": 3})


def _words() -> list[Panel]:
    """What a parent reads, by channel."""
    return [
        MultiFieldPanel(
            [WordsPanel("topic"), WordsPanel("action", widget=SHORT)],
            heading=_("The idea"),
            icon="pick",
        ),
        WordsPanel("sms", widget=TEXT, heading=_("Text message"), icon="mobile-alt"),
        MultiFieldPanel(
            [WordsPanel(name, widget=SHORT) for name in ("sms_why", "sms_do", "sms_done")],
            heading=_("Three a week: why, do, well done"),
            help_text=_("For parents who chose three texts a week. All three, or none: else they get the text above."),
            icon="list-ol",
        ),
        MultiFieldPanel(
            [WordsPanel("subject"), WordsPanel("preheader"), WordsPanel("email")], heading=_("E-mail"), icon="mail"
        ),
        WordsPanel("web", heading=_("Web page"), icon="globe"),
        LookPanel(heading=_("How it reads and what it costs"), icon="glasses"),
    ]


def _standing() -> list[Panel]:
    return [
        StandingPanel(heading=_("Approval"), icon="check"),
        LanguagesPanel(heading=_("Languages"), icon="globe"),
        FormatsPanel(heading=_("Other formats"), icon="media"),
        PublishingPanel(),
    ]


def message_layout() -> ObjectList:
    """One screen for a message in English."""
    place = MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("kind", required_on_save=True), FieldPanel("number", required_on_save=True)]),
            FieldRowPanel([FieldPanel("track", required_on_save=True), FieldPanel("theme")]),
            FieldRowPanel([FieldPanel("no_cost"), FieldPanel("needs_nothing")]),
        ],
        heading=_("Who gets it, and when"),
        icon="calendar-alt",
    )
    behind = MultiFieldPanel(
        [
            WordsPanel("why", widget=SHORT),
            WordsPanel("source"),
            WordsPanel("source_url"),
            FieldRowPanel([FieldPanel("source_checked_on"), FieldPanel("review_on", required_on_save=True)]),
        ],
        heading=_("Why it works, and how we know"),
        icon="openquote",
    )
    return ObjectList(
        [SummaryPanel(classname="hope-sticky"), place, *_words(), behind, *_standing()], base_form_class=WordsForm
    )


def translation_layout() -> ObjectList:
    """The same for another language, with the English beside each field."""
    why = WordsPanel("why", widget=SHORT, heading=_("Why it works"), icon="openquote")
    top = [DeskPanel(), StalePanel(), SummaryPanel(classname="hope-sticky")]
    return ObjectList([*top, *_words(), why, *_standing()], base_form_class=WordsForm)
