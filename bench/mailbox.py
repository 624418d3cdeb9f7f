"""A mail server that takes everything, as fast as it can, and pipelined (`python -m bench.mailbox PORT`)."""

import asyncio
import sys

GREETING = b"220 mailbox.example ESMTP\r\n"
OFFERS = b"250-mailbox.example\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n"
OK, GO_ON, BYE = b"250 2.0.0 OK\r\n", b"354 go on\r\n", b"221 2.0.0 bye\r\n"
END = b"\r\n.\r\n"


class Mailbox(asyncio.Protocol):
    """One connection: commands by lines, and a letter up to its dot. Nothing is kept."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - narrows the type
        self.transport = transport
        self.rest = b""
        self.in_letter = False
        transport.write(GREETING)

    def data_received(self, data: bytes) -> None:
        self.rest += data
        answers = []
        while (answer := self._next()) is not None:
            answers.append(answer)
        self.transport.write(b"".join(answers))
        if BYE in answers:
            self.transport.close()

    def _next(self) -> bytes | None:
        """The answer to the next whole command or letter; None when there is none yet."""
        line, found, rest = self.rest.partition(END if self.in_letter else b"\r\n")
        if not found:
            return None
        self.rest = rest
        if self.in_letter:
            self.in_letter = False
            return OK
        command = line[:4].upper()
        self.in_letter = command == b"DATA"
        return {b"EHLO": OFFERS, b"DATA": GO_ON, b"QUIT": BYE}.get(command, OK)


async def main(port: int) -> None:
    """Serve until somebody ends it."""
    server = await asyncio.get_running_loop().create_server(Mailbox, "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
