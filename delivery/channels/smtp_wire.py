"""Many mails over one SMTP connection, several commands in one write where the server allows it (RFC 2920).

The connection is smtplib's, which has greeted the server and signed in. For each mail this says MAIL, RCPT and DATA
in one write (RFC 2920, 3.1: DATA comes last in its group), and hears the three answers in their order. Only after a 354
comes the text, in one write with the next mail's commands: a mail costs one turn, and four without PIPELINING.

What became of each mail is told apart by what has been written of it:

- Until its text is written, nothing can have been accepted, whatever happens: a refusal, or TEMPORARY.
- Once its text may have been written, only the server's answer to the last dot tells. Without it: UNKNOWN (RFC 1047).

A server that answers what cannot be an answer may be one answer ahead or behind of us, so that the next "250" would
be counted for the wrong mail. Then, and after 421 (RFC 5321, 3.8), the connection is closed and nothing more is said.
"""

import contextlib
import smtplib
import time
from collections.abc import Sequence

from delivery.channels.base import TOO_SLOW, ChannelError, Failure, Receipt, Result
from delivery.channels.mime import Mail

NOT_NOW = range(400, 500)
FOR_GOOD = range(500, 600)
REFUSED = range(400, 600)
SIGN_IN = range(530, 540)
CLOSING = 421
DONE = (250,)
GO_ON = 354
YES = (DONE, (250, 251), (GO_ON,))  # to MAIL, to RCPT and to DATA
NOT_ASKED = 0
LONE_DOT = b".\r\n"


class _Over(Exception):  # noqa: N818 - no error: the conversation ends, with a reason
    """No more is said on this connection."""


def by_reply(code: int) -> Failure:
    """RFC 5321, 4.2.1: 4yz is not now, 5yz for good, and anything else tells nothing.

    A refused sign-in (53z) is ours to mend, so the nudge waits.
    """
    if code in NOT_NOW or code in SIGN_IN:
        return Failure.TEMPORARY
    return Failure.PERMANENT if code in FOR_GOOD else Failure.UNKNOWN


def hand_over(client: smtplib.SMTP, sender: str, mails: Sequence[Mail], until: float) -> list[Result]:
    """Hand the mails over, each by itself. One result a mail, in their order; raises nothing.

    No mail's commands and no mail's text are written after `until`, an instant of time.monotonic(). The client is
    closed when it cannot be used again.
    """
    return _Conversation(client, sender, mails, until).hold()


class _Conversation:
    def __init__(self, client: smtplib.SMTP, sender: str, mails: Sequence[Mail], until: float) -> None:
        self.client = client
        self.sender = sender
        self.mails = mails
        self.until = until
        self.pipelining = client.has_extn("pipelining")
        self.tells_size = client.has_extn("size")  # RFC 1870
        self.results: dict[int, Result] = {}
        self.out = bytearray()  # to be written before the next answer is waited for
        self.unanswered: int | None = None  # whose text is written, or about to be

    def hold(self) -> list[Result]:
        rest = TOO_SLOW
        try:
            for number, mail in enumerate(self.mails):
                if self._is_late():
                    break
                self._offer(number, self._ask(mail))
            self._hear_of_text()
        except Exception as error:  # noqa: BLE001 - each mail has its result, whatever it was that ended this
            rest = str(error) if isinstance(error, _Over) else type(error).__name__  # other words may hold an address
            if self.unanswered is not None:
                self.results[self.unanswered] = ChannelError(Failure.UNKNOWN, rest)
            with contextlib.suppress(OSError):
                self.client.close()
        return [self.results.get(n, ChannelError(Failure.TEMPORARY, rest)) for n in range(len(self.mails))]

    def _ask(self, mail: Mail) -> list[int]:
        """Say MAIL, RCPT and DATA, and hear of the text before. Gives the three answers."""
        size = f" SIZE={len(mail.content)}" if self.tells_size else ""
        commands = [f"MAIL FROM:<{self.sender}>{size}\r\n", f"RCPT TO:<{mail.recipient}>\r\n", "DATA\r\n"]
        if self.pipelining:
            self.out += "".join(commands).encode("ascii")
        self._hear_of_text()
        answers = [NOT_ASKED] * len(commands)
        for place, command in enumerate(commands):
            if not self.pipelining:
                self.out += command.encode("ascii")
            answers[place] = self._answer()
            if answers[place] not in YES[place] and (answers[place] == CLOSING or not self.pipelining):
                break
        return answers

    def _offer(self, number: int, answers: Sequence[int]) -> None:
        """Write the text when all three said yes; else note who refused, and clear the way for the next mail."""
        refusal = _refusal(answers)
        if refusal is not None:
            self.results[number] = refusal
            self._clear(answers)
        elif self._is_late():
            raise _Over(TOO_SLOW)
        else:
            self.out += _stuffed(self.mails[number].content)
            self.unanswered = number

    def _clear(self, answers: Sequence[int]) -> None:
        """Leave a transaction that was refused."""
        strange = [x for x, yes in zip(answers, YES, strict=True) if x not in yes and x not in (NOT_ASKED, *REFUSED)]
        if strange or CLOSING in answers:
            raise _Over(str(strange[0] if strange else CLOSING))
        sender, recipient, data = answers
        if data == GO_ON:  # RFC 2920, 3.1: it waits for a text that can reach nobody, and gets an empty one
            if recipient not in REFUSED:
                raise _Over(str(sender))
            self.out += LONE_DOT
            self._answer()
        self.out += b"RSET\r\n"
        if (code := self._answer()) not in DONE:
            raise _Over(str(code))

    def _hear_of_text(self) -> None:
        """The answer to the last dot, if one is owed."""
        if self.unanswered is None:
            return
        code = self._answer()
        number, self.unanswered = self.unanswered, None
        if code in DONE:
            self.results[number] = Receipt(provider_id=self.mails[number].message_id)
            return
        self.results[number] = ChannelError(by_reply(code), str(code))
        if code == CLOSING or code not in REFUSED:
            raise _Over(str(code))

    def _answer(self) -> int:
        """Write what there is to write, and wait for one answer. Raises OSError (smtplib's errors are its kind)."""
        if self.out:
            out, self.out = bytes(self.out), bytearray()
            self.client.send(out)
        return self.client.getreply()[0]

    def _is_late(self) -> bool:
        return time.monotonic() > self.until


def _refusal(answers: Sequence[int]) -> ChannelError | None:
    """What the first answer that is not a yes says of a mail. Nothing of its text has left: never UNKNOWN.

    A sender who is refused is we, so that the mail waits.
    """
    refused = ((place, x) for place, (x, yes) in enumerate(zip(answers, YES, strict=True)) if x not in yes)
    place, code = next(refused, (None, 0))
    if place is None:
        return None
    is_for_good = place > 0 and by_reply(code) is Failure.PERMANENT
    return ChannelError(Failure.PERMANENT if is_for_good else Failure.TEMPORARY, str(code))


def _stuffed(content: bytes) -> bytes:
    """With each dot at the beginning of a line doubled, and a last dot (RFC 5321, 4.5.2)."""
    first = b"." if content.startswith(b".") else b""
    end = b"" if content.endswith(b"\r\n") else b"\r\n"
    return first + content.replace(b"\r\n.", b"\r\n..") + end + LONE_DOT
