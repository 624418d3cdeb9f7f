from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "campaigns"

    def ready(self) -> None:
        """Tell the sender who knows whom campaigns are for."""
        from campaigns.looking import look  # noqa: PLC0415 - models are not ready before
        from delivery.fitting import campaigns_look  # noqa: PLC0415 - the same

        campaigns_look(look)
