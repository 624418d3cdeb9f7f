"""The whole site, with the demo's virtual phones and inboxes."""

from django.urls import path

from config import urls
from portal import demo

handler500 = urls.handler500
urlpatterns = [
    path("phones/", demo.phones, name="phones"),
    path("phones/<int:pk>/", demo.phone, name="phone"),
    path("inboxes/<int:pk>/", demo.inbox, name="inbox"),
    path("letters/<int:pk>/", demo.letter, name="letter"),
    path("clock/", demo.move_clock, name="move-clock"),
    *urls.urlpatterns,
]
