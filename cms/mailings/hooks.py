"""The addresses of a campaign's mailings."""

from django.http import HttpRequest
from django.urls import URLPattern, path
from wagtail import hooks
from wagtail.admin.ui.components import Component

from cms.approving import APPROVE
from cms.mailings.front import CampaignWordsPanel
from cms.mailings.sending_views import Sending, SendingNow
from cms.mailings.views import AddMailing, MailingHome, OwnWords, RemoveMailing
from cms.mailings.words_views import ApproveWords, LookAtWords, MailingWords, PreviewWords, TestOfWords

WORDS = "campaigns/mailings/<int:pk>/words/<slug:language>/"


def _urls() -> list[URLPattern]:
    return [
        path("campaigns/<int:pk>/mailings/add/", AddMailing.as_view(), name="campaign_mailing_add"),
        path("campaigns/<int:pk>/sending/", Sending.as_view(), name="campaign_sending"),
        path("campaigns/<int:pk>/sending/now/", SendingNow.as_view(), name="campaign_sending_now"),
        path("campaigns/mailings/<int:pk>/", MailingHome.as_view(), name="campaign_mailing"),
        path("campaigns/mailings/<int:pk>/remove/", RemoveMailing.as_view(), name="campaign_mailing_remove"),
        path("campaigns/mailings/<int:pk>/own/<int:copy>/", OwnWords.as_view(), name="campaign_mailing_own"),
        path(WORDS, MailingWords.as_view(), name="campaign_mailing_words"),
        path(f"{WORDS}look/", LookAtWords.as_view(), name="campaign_mailing_look"),
        path(f"{WORDS}approve/", ApproveWords.as_view(), name="campaign_mailing_approve"),
        path(f"{WORDS}preview/<slug:mode>/", PreviewWords.as_view(), name="campaign_mailing_preview"),
        path(f"{WORDS}test/", TestOfWords.as_view(), name="campaign_mailing_test"),
    ]


def _panels(request: HttpRequest, panels: list[Component]) -> None:
    if request.user.has_perm(APPROVE):
        panels.append(CampaignWordsPanel())


hooks.register("register_admin_urls", _urls)
hooks.register("construct_homepage_panels", _panels)
