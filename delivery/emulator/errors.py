"""Twilio's error answers: the JSON document and the HTTP status of each.

Codes and texts follow Twilio's error dictionary (https://www.twilio.com/docs/api/errors).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One error answer: HTTP ``status``, Twilio ``code`` and ``message``."""

    status: int
    code: int
    message: str

    def as_json(self) -> dict[str, object]:
        """Return the document Twilio sends with an error status."""
        return {
            "code": self.code,
            "message": self.message,
            "more_info": f"https://www.twilio.com/docs/errors/{self.code}",
            "status": self.status,
        }


class ApiError(Exception):
    """A request that has to be answered with a :class:`Problem`."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem.status}/{problem.code}: {problem.message}")
        self.problem = problem


AUTHENTICATE = Problem(status=401, code=20003, message="Authenticate")
METHOD_NOT_ALLOWED = Problem(status=405, code=20004, message="Method not allowed")
TOO_MANY_REQUESTS = Problem(status=429, code=20429, message="Too Many Requests")
SERVER_ERROR = Problem(status=500, code=20500, message="An internal server error has occurred")
UNAVAILABLE = Problem(status=503, code=20503, message="Service unavailable")
NO_TO = Problem(status=400, code=21604, message="A 'To' phone number is required.")
NO_FROM = Problem(status=400, code=21603, message="A 'From' phone number is required.")
NO_BODY = Problem(status=400, code=21602, message="Message body is required.")
BODY_TOO_LONG = Problem(
    status=400, code=21617, message="The concatenated message body exceeds the 1600 character limit"
)
UNSUBSCRIBED = Problem(status=400, code=21610, message="Attempt to send to unsubscribed recipient")
NO_SUCH_SERVICE = Problem(status=400, code=21701, message="The Messaging Service does not exist")
BAD_VALIDITY = Problem(status=400, code=90007, message="Invalid validity period value")


def not_found(path: str) -> ApiError:
    """Return the error for a resource that does not exist; ``path`` is the request's path."""
    text = f"The requested resource {path} was not found"
    return ApiError(Problem(status=404, code=20404, message=text))


def invalid_to(to: str) -> ApiError:
    """Return the error for a destination that is not a phone number."""
    return ApiError(Problem(status=400, code=21211, message=f"The 'To' number {to} is not a valid phone number."))


def invalid_callback(url: str) -> ApiError:
    """Return the error for a StatusCallback that is not a usable URL."""
    return ApiError(Problem(status=400, code=21609, message=f"The StatusCallback URL {url} is not a valid URL."))


def invalid_parameter(name: str, value: str) -> ApiError:
    """Return the error for a query parameter that cannot be read."""
    return ApiError(Problem(status=400, code=20001, message=f"Invalid parameter {name}: {value}"))
