"""What is being run, by whom, for whom. Each file holds the tables of one question."""

from campaigns.models.campaign import ALIVE, SENDING, Campaign, CampaignText, Kind, Observance, State, Step, Topic
from campaigns.models.events import Event, EventText
from campaigns.models.mailings import Choice, Mailing, Occasion
from campaigns.models.pack import Clicks, Helpful, Link, SocialPost
from campaigns.models.people import Membership
from campaigns.models.places import Place

__all__ = [
    "ALIVE",
    "SENDING",
    "Campaign",
    "CampaignText",
    "Choice",
    "Clicks",
    "Event",
    "EventText",
    "Helpful",
    "Kind",
    "Link",
    "Mailing",
    "Membership",
    "Observance",
    "Occasion",
    "Place",
    "SocialPost",
    "State",
    "Step",
    "Topic",
]
