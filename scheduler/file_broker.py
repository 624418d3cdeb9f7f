"""Celery's broker of files, for one machine without Redis: a message is seen when it is whole, and not before.

kombu's own writes into the file that its readers already see; whoever is quick reads nothing, and the worker ends
(https://github.com/celery/kombu/issues/1551).
"""

import time
from pathlib import Path
from typing import Any
from uuid import uuid4

from kombu.transport import filesystem
from kombu.utils.json import dumps


class Channel(filesystem.Channel):
    """Names are kombu's: the readers are its own."""

    def _put(self, queue: str, payload: dict[str, Any], **_kwargs: object) -> None:  # type: ignore[override]
        name = f"{round(time.monotonic() * 1000)}_{uuid4()}.{queue}"
        unfinished = Path(self.data_folder_out, f"{name}.part")
        unfinished.write_text(dumps(payload), encoding="utf-8")  # type: ignore[no-untyped-call]
        unfinished.rename(Path(self.data_folder_out, f"{name}.msg"))


class Transport(filesystem.Transport):
    """What `broker_transport` names."""

    Channel = Channel
