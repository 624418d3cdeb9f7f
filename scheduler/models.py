"""Signs of life."""

from django.db import models


class Heartbeat(models.Model):
    """When a kind of work was last done: health means progress, not a living process."""

    name = models.CharField(max_length=20, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} at {self.at}"
