from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "campaigns"

    def ready(self) -> None:
        """Tell lower rooms who knows whom campaigns are for, and who fills in what they say of events."""
        # Imported here: models are loaded by now, and not before.
        from campaigns import events  # noqa: PLC0415
        from campaigns.looking import look  # noqa: PLC0415
        from delivery.fitting import campaigns_look  # noqa: PLC0415
        from messages.placeholders import FINDERS  # noqa: PLC0415

        campaigns_look(look)
        FINDERS["event"] = events.find
