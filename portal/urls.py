"""The public pages of the web doors. Each has its address in every language of the interface."""

from django.urls import URLPattern, path

from portal.views.sign_up import pages, yes
from portal.views.stop import stop

urlpatterns: list[URLPattern] = [
    path("join/", pages.start, name="join"),
    path("join/check/", yes.check, name="join-check"),
    path("join/code/", yes.code, name="join-code"),
    path("join/sent/", yes.sent, name="join-sent"),
    path("join/done/", yes.done, name="join-done"),
    path("join/<slug:name>/", pages.step, name="join-step"),
    path("confirm/<str:token>/", yes.confirm, name="confirm"),
    path("i/<str:key>/", pages.invited, name="invited"),
    path("stop/<str:token>/", stop, name="stop"),
]
