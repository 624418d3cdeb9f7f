"""The public pages of the web doors. Each has its address in every language of the interface."""

from django.urls import URLPattern, path

from portal.views.stop import stop

urlpatterns: list[URLPattern] = [
    path("stop/<str:token>/", stop, name="stop"),
]
