"""Keeping checkpoints in somebody's post box, where whoever runs the server cannot reach them."""

import smtplib
import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from email.message import EmailMessage

from yipplugin.checkpoint import Checkpoint, as_file
from yipplugin.marks import hookimpl

from .files import name_of

STARTTLS, TLS, NONE = "starttls", "tls", "none"

TEXT = """\
This is checkpoint {number} of the safeguarding ledger{of}, made on {at}.

It says where the ledger stood, and not what is in it. Keep this message, and do not change it:
if the ledger is ever changed, shortened or set back, this is what shows it.

Root         {root}
Signature    {signature}
Signed with  {fingerprint}

The line «Signed with» must be the same in every such message. To hold the ledger against this
checkpoint, save the attachment and run: flask yip ledger verify --against {file}
"""


@dataclass(frozen=True)
class MailKeeper:
    """Mails each checkpoint. The same one may be mailed twice.

    ``to`` are the addresses, or the addresses of each school by its key. ``security`` is
    ``starttls``, ``tls`` or, for a server on this very machine, ``none``. ``timeout`` is in
    seconds.
    """

    host: str
    sender: str
    to: Sequence[str] | Mapping[str, Sequence[str]]
    port: int = 587
    user: str = ""
    password: str = field(default="", repr=False)
    security: str = STARTTLS
    timeout: float = 20

    def __post_init__(self) -> None:
        """Refuse what could never be mailed."""
        if self.security not in (STARTTLS, TLS, NONE):
            raise ValueError(f"security is {STARTTLS}, {TLS} or {NONE}, not {self.security}")
        if isinstance(self.to, str):
            raise TypeError("to is a list of addresses, not one of them")

    @hookimpl
    def yip_keep_checkpoint(self, checkpoint: Checkpoint) -> None:
        """Mail the checkpoint."""
        to = self.to.get(checkpoint.school, ()) if isinstance(self.to, Mapping) else self.to
        if not to:
            raise LookupError("nobody is there to mail the checkpoint of this school to")
        message = letter(checkpoint)
        message["From"], message["To"] = self.sender, ", ".join(to)
        secure = ssl.create_default_context()
        if self.security == TLS:
            with smtplib.SMTP_SSL(self.host, self.port, timeout=self.timeout, context=secure) as it:
                self._send(it, message)
        else:
            with smtplib.SMTP(self.host, self.port, timeout=self.timeout) as it:
                if self.security == STARTTLS:
                    it.starttls(context=secure)
                self._send(it, message)

    def _send(self, server: smtplib.SMTP, message: EmailMessage) -> None:
        if self.user:
            server.login(self.user, self.password)
        refused = server.send_message(message)
        if refused:
            raise smtplib.SMTPRecipientsRefused(refused)


def letter(checkpoint: Checkpoint) -> EmailMessage:
    """Return the message that carries a checkpoint, without sender and recipient."""
    file = f"{name_of(checkpoint)}.json"
    message = EmailMessage()
    message["Subject"] = f"Checkpoint {checkpoint.seq} of the safeguarding ledger"
    message.set_content(
        TEXT.format(
            number=checkpoint.seq,
            of=f" of {checkpoint.school}" if checkpoint.school != "school" else "",
            at=f"{checkpoint.at:%d %B %Y at %H:%M} UTC",
            root=checkpoint.root,
            signature=checkpoint.signature,
            fingerprint=checkpoint.fingerprint,
            file=file,
        )
    )
    message.add_attachment(
        as_file(checkpoint), maintype="application", subtype="json", filename=file
    )
    return message
