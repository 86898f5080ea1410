"""A mail server for tests, of aiosmtpd; it takes mails and prints each as Python's own reader understands it.

Prints "ready PORT" when it listens and a line of JSON for each mail. What it does with a mail follows from the names in
its addresses: nobody@ does not exist, later@ is put off once, silence@ gets no answer to the mail, stranger@ may not send.
"""

import argparse
import asyncio
import base64
import email
import email.policy
import json
import ssl

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword


def tell(what: dict) -> None:
    print(json.dumps(what), flush=True)


def encoded(octets: bytes) -> str:
    return base64.b64encode(octets).decode()


def part(message: email.message.EmailMessage, kind: str) -> bytes | None:
    found = [part for part in message.walk() if part.get_content_type() == kind]
    return found[0].get_payload(decode=True) if found else None


def read(server, session, envelope) -> dict:
    message = email.message_from_bytes(envelope.original_content, policy=email.policy.default)
    return {
        "sender": envelope.mail_from,
        "recipients": envelope.rcpt_tos,
        "encrypted": server.transport.get_extra_info("sslcontext") is not None,
        "login": (session.auth_data.login.decode() if session.auth_data else None),
        "octets": encoded(envelope.original_content),
        "subject": message["Subject"],
        "from": [[address.display_name, address.addr_spec] for address in message["From"].addresses],
        "to": [[address.display_name, address.addr_spec] for address in message["To"].addresses],
        "kinds": [part.get_content_type() for part in message.walk()],
        "defects": [str(defect) for part in message.walk() for defect in part.defects],
        "text": encoded(part(message, "text/plain") or b""),
        "html": encoded(part(message, "text/html") or b""),
        "picture": encoded(part(message, "image/png") or b""),
        "picture_id": [part["Content-ID"] for part in message.walk() if part["Content-ID"]],
    }


class Handler:
    def __init__(self) -> None:
        self.put_off: set[str] = set()

    async def handle_MAIL(self, server, session, envelope, address, options):
        if address.startswith("stranger@"):
            return "553 5.1.8 this sender is not ours"
        envelope.mail_from = address
        return "250 2.1.0 sender is known"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("nobody@"):
            return "550-5.1.1 no such mailbox:\r\n550 5.1.1 " + address
        if address.startswith("later@") and address not in self.put_off:
            self.put_off.add(address)
            return "451 4.7.1 try again later"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 recipient is known"

    async def handle_DATA(self, server, session, envelope):
        tell(read(server, session, envelope))
        if envelope.rcpt_tos[0].startswith("silence@"):
            await asyncio.Event().wait()
        return "250 2.0.0 taken"


async def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--security", choices=["none", "starttls", "tls"], required=True)
    arguments.add_argument("--certificate", help="file with certificate and key")
    arguments.add_argument("--login", nargs=2, help="user name and password; without them nobody has to sign in")
    options = arguments.parse_args()
    tls = None
    if options.certificate:
        tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        tls.load_cert_chain(options.certificate)

    def authenticate(server, session, envelope, mechanism, given):
        expected = options.login and LoginPassword(*(word.encode() for word in options.login))
        return AuthResult(success=given == expected, handled=False, auth_data=given)

    handler = Handler()

    def connection() -> SMTP:
        return SMTP(
            handler,
            hostname="mail.example.net",
            tls_context=tls if options.security == "starttls" else None,
            require_starttls=options.security == "starttls",
            authenticator=authenticate,
            auth_required=options.login is not None,
            # It does not see TLS that was there from the first octet.
            auth_require_tls=options.security == "starttls",
            loop=asyncio.get_running_loop(),
        )

    implicit = tls if options.security == "tls" else None
    server = await asyncio.get_running_loop().create_server(connection, "127.0.0.1", 0, ssl=implicit)
    print("ready", server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(main())
