from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "messages"
    label = "library"  # "messages" is the label of Django's own app for flash messages
    verbose_name = "Message library"
