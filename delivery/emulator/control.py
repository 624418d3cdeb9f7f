"""The emulator's own paths, under ``/emulator/``: faults, inbound messages and the ledger."""

from __future__ import annotations

import http.client
import json
import re
from typing import TYPE_CHECKING, Any, TypeAlias

from delivery.emulator.faults import settings_from_json

if TYPE_CHECKING:
    from delivery.emulator.server import TwilioEmulator

Reply: TypeAlias = tuple[int, object]

_MESSAGE_SID = re.compile(r"(SM|MM)[0-9a-fA-F]{32}")


def answer(emulator: TwilioEmulator, method: str, path: str, body: bytes) -> Reply:
    """Return the HTTP status and JSON document for a request to ``path``; 400 for unusable JSON."""
    try:
        match method, path:
            case "GET", "/emulator/faults":
                return 200, emulator.plan.settings.as_json()
            case "POST", "/emulator/faults":
                emulator.plan.settings = settings_from_json(_read_object(body))
                return 200, emulator.plan.settings.as_json()
            case "GET", "/emulator/ledger":
                return 200, emulator.ledger.entries()
            case "POST", "/emulator/inbound":
                return _inbound(emulator, _read_object(body))
            case _:
                return 404, {"error": f"no {method} {path}"}
    except (TypeError, ValueError) as error:
        return 400, {"error": str(error)}


def _read_object(body: bytes) -> dict[str, Any]:
    """Return the JSON object in ``body``; raises ValueError or TypeError when there is none."""
    data = json.loads(body)
    if not isinstance(data, dict):
        text = "the body must be a JSON object"
        raise TypeError(text)
    return data


def _inbound(emulator: TwilioEmulator, data: dict[str, Any]) -> Reply:
    """Post an inbound webhook and return what the application answered."""
    sender, text, sid = data.get("from"), data.get("body"), data.get("sid")
    if not isinstance(sender, str) or not isinstance(text, str):
        complaint = "from and body must be strings"
        raise TypeError(complaint)
    if sid is not None and not _MESSAGE_SID.fullmatch(str(sid)):
        complaint = "sid must be SM or MM and 32 hexadecimal digits"
        raise ValueError(complaint)
    if emulator.inbound_url is None:
        return 409, {"error": "the emulator was started without an inbound URL"}
    try:
        used, reply = emulator.inbound(sender, text, sid=sid, opt_out_type=data.get("opt_out_type"))
    except (OSError, http.client.HTTPException) as error:
        return 502, {"error": f"no answer from {emulator.inbound_url}: {error}"}
    return 200, {"sid": used, "status": reply.status, "body": reply.body}
