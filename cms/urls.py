"""The addresses of the messages on the web, and of what is on."""

from django.urls import path

from cms.campaign_pages import going, helpful
from cms.campaign_pages import views as campaign_pages
from cms.reading import formats, views
from cms.whats_on import views as whats_on

urlpatterns = [
    path("week-by-week/", views.index, name="read"),
    path("week-by-week/<int:pk>/", views.page, name="read-message"),
    path("week-by-week/<int:pk>/easy-read/", formats.easy_read, name="read-easy"),
    path("week-by-week/<int:pk>/listen.<str:sound>", formats.listen, name="read-aloud"),
    path("week-by-week/<int:pk>/large-print.pdf", formats.large, name="read-large"),
    path("week-by-week/<int:pk>/braille.brf", formats.braille, name="read-braille"),
    path("campaigns/<slug:slug>/", campaign_pages.page, name="campaign"),
    path("campaigns/<slug:slug>/helpful/", helpful.answer, name="campaign-helpful"),
    path("go/<str:code>", going.go, name="go"),
    path("go/<str:code>/", going.go),
    path("whats-on/", whats_on.index, name="whats-on"),
    path("whats-on.ics", whats_on.feed, name="whats-on-feed"),
    path("whats-on/<int:pk>/", whats_on.event, name="event"),
    path("whats-on/<int:pk>.ics", whats_on.event_file, name="event-file"),
]
