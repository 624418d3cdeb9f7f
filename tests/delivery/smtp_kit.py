"""A small SMTP server that does as it is told: it refuses, hangs up or speaks nonsense at any one place."""

import contextlib
import socket
import ssl
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path
from threading import Thread
from typing import BinaryIO

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

HANG_UP = ""
CLOSING = "421"  # RFC 5321, 3.8: the connection ends with it
EXTENSIONS = ("PIPELINING", "SIZE 1000000")


class ScriptedServer:
    """Takes one connection after the other.

    `script` says what it answers where, and HANG_UP is an answer too. A place is a command and the number of the
    transaction, counted by MAIL over all connections: "RCPT 2". Besides the commands there are "LINE 2", the first
    line of a text, and "TEXT 2", its last dot. Everywhere else it does what RFC 5321 says.
    """

    def __init__(
        self, script: Mapping[str, str], extensions: Iterable[str] = EXTENSIONS, *, in_bytes: bool = False
    ) -> None:
        self.script = script
        self.extensions = tuple(extensions)
        self.in_bytes = in_bytes  # each byte of an answer in a packet of its own
        self.tls: ssl.SSLContext | None = None
        self.heard: list[str] = []  # places, in their order
        self.accepted: list[tuple[str, bytes]] = []  # the recipient and the text
        self.connections = 0
        self.transaction = 0
        self.recipient: str | None = None
        self.has_sender = False
        self._connection: socket.socket | None = None
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._thread = Thread(target=self._serve, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Take no more connections, and end the last."""
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.drop()
        self._thread.join()

    def drop(self) -> None:
        """End the connection, as a server does with one that says nothing for long."""
        if self._connection is not None:
            with contextlib.suppress(OSError):
                self._connection.shutdown(socket.SHUT_RDWR)

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _address = self._listener.accept()
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._connection = connection
                self.connections += 1
                with contextlib.suppress(OSError):
                    self._talk(connection)

    def _talk(self, connection: socket.socket) -> None:
        self.recipient, self.has_sender = None, False
        with connection, connection.makefile("rb") as lines:
            self._say(connection, "220 hello")
            if self._wants_tls(connection, lines) and self.tls:
                with self.tls.wrap_socket(connection, server_side=True) as secret, secret.makefile("rb") as hidden:
                    self._wants_tls(secret, hidden)

    def _wants_tls(self, connection: socket.socket, lines: BinaryIO) -> bool:
        """Obey until the end, which is False, or until the client turns to TLS."""
        while line := lines.readline():
            words = line.decode().strip()
            if words.upper() == "STARTTLS" and self.tls:
                self._say(connection, "220 go on")
                return True
            if not self._obey(connection, lines, words):
                return False
        return False

    def _obey(self, connection: socket.socket, lines: BinaryIO, words: str) -> bool:
        """Answer one command. False when that was the last."""
        verb = words.partition(" ")[0].upper()
        if verb == "MAIL":
            self.transaction += 1
        answer = self._answer(verb, words)
        if answer == HANG_UP:
            return False
        self._say(connection, answer)
        if verb == "QUIT" or answer.startswith(CLOSING):
            return False
        return verb != "DATA" or not answer.startswith("354") or self._take_text(connection, lines)

    def _answer(self, verb: str, words: str) -> str:
        place = f"{verb} {self.transaction}"
        self.heard.append(place)
        answer = self.script.get(place, self._by_the_book(verb))
        if verb in ("EHLO", "RSET"):
            self.recipient, self.has_sender = None, False
        elif verb == "MAIL":
            self.has_sender = answer.startswith("250")
        elif verb == "RCPT" and answer.startswith("25"):
            self.recipient = words.partition("<")[2].rstrip(">")
        return answer

    def _by_the_book(self, verb: str) -> str:
        if verb == "EHLO":
            return "\r\n".join(f"250-{x}" for x in ("hello", *self.extensions)) + "\r\n250 HELP"
        if verb == "MAIL":
            return "503 one at a time" if self.has_sender else "250 ok"
        if verb == "RCPT":
            return "250 ok" if self.has_sender else "503 from whom?"
        if verb == "DATA":
            return "354 go on" if self.recipient else "554 no valid recipients"
        return {"AUTH": "235 welcome", "QUIT": "221 bye", "RSET": "250 ok"}.get(verb, "502 what?")

    def _take_text(self, connection: socket.socket, lines: BinaryIO) -> bool:
        text = bytearray()
        while (line := lines.readline()) != b".\r\n":
            if not line or self.script.get(f"LINE {self.transaction}") == HANG_UP:
                return False
            text += line[1:] if line.startswith(b".") else line
        place = f"TEXT {self.transaction}"
        self.heard.append(place)
        answer = self.script.get(place, "250 taken" if self.recipient else "554 nobody to send it to")
        if answer == HANG_UP:
            return False
        if answer.startswith("250"):
            self.accepted.append((str(self.recipient), bytes(text)))
        self.recipient, self.has_sender = None, False
        self._say(connection, answer)
        return not answer.startswith(CLOSING)

    def _say(self, connection: socket.socket, answer: str) -> None:
        words = f"{answer}\r\n".encode()
        for piece in [words[n : n + 1] for n in range(len(words))] if self.in_bytes else [words]:
            connection.sendall(piece)


def of_this_machine(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """What a server at 127.0.0.1 needs for TLS, and the certificate that its clients have to trust."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder(issuer_name=name, subject_name=name, public_key=key.public_key(), serial_number=1)
    builder = builder.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    names = x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))])
    certificate = builder.add_extension(names, critical=False).sign(key, SHA256())
    path, secret = folder / "certificate.pem", folder / "key.pem"
    path.write_bytes(certificate.public_bytes(Encoding.PEM))
    secret.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path, secret)
    return context, path
