"""Mailing a signed referral, over an encrypted connection or not at all."""

import smtplib
import ssl
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP

from yipplugin.marks import hookimpl
from yipplugin.referral import MAIL, Receipt, Sending

STARTTLS, TLS = "starttls", "tls"

TEXT = """\
{title}

Signed by {by} on {at}. Reference at the school: {reference}

{text}
"""

SEVEN_BITS = SMTP.clone(cte_type="7bit")
"""Mail servers that take eight bits are not all there is."""


@dataclass(frozen=True)
class MailSender:
    """Mails referrals from ``sender`` through the school's own mail server.

    ``security`` is ``starttls`` or ``tls``; there is no way to do without. ``context`` is for a
    server whose certificate no public authority has signed. ``timeout`` is in seconds.
    """

    host: str
    sender: str
    port: int = 587
    user: str = ""
    password: str = field(default="", repr=False)
    security: str = STARTTLS
    timeout: float = 20
    context: ssl.SSLContext | None = None

    def __post_init__(self) -> None:
        """Refuse what would be sent in the clear."""
        if self.security not in (STARTTLS, TLS):
            raise ValueError(f"security is {STARTTLS} or {TLS}, not {self.security}")

    @hookimpl
    def yip_send_referral(self, sending: Sending) -> Receipt | None:
        """Mail the referral, and say whether the server took it."""
        if sending.way != MAIL:
            return None
        try:
            server = self._connected()
        except (OSError, smtplib.SMTPException) as error:
            return Receipt("not taken", _said(error))
        try:
            return self._given(server, sending)
        finally:
            server.close()

    def _connected(self) -> smtplib.SMTP:
        secure = self.context or ssl.create_default_context()
        if self.security == TLS:
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                self.host, self.port, timeout=self.timeout, context=secure
            )
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=self.timeout)
        try:
            if self.security == STARTTLS:
                server.starttls(context=secure)
            if self.user:
                server.login(self.user, self.password)
        except BaseException:
            server.close()
            raise
        return server

    def _given(self, server: smtplib.SMTP, sending: Sending) -> Receipt:
        try:
            server.ehlo_or_helo_if_needed()
            for answer in (server.mail(self.sender), server.rcpt(sending.address)):
                if answer[0] not in (250, 251):
                    return Receipt("not taken", _words(answer))
        except (OSError, smtplib.SMTPException) as error:
            return Receipt("not taken", _said(error))
        try:
            answer = server.data(letter(sending, self.sender).as_bytes(policy=SEVEN_BITS))
        except smtplib.SMTPDataError as error:
            return Receipt("not taken", _said(error))
        except (OSError, smtplib.SMTPException) as error:
            # The connection was lost after it was given: it may have been taken.
            return Receipt("not known", _said(error))
        return Receipt("taken" if answer[0] == 250 else "not taken", _words(answer))


def letter(sending: Sending, sender: str) -> EmailMessage:
    """Return the message: whom it is about stands in no line that mail servers write down."""
    message = EmailMessage()
    message["From"], message["To"] = sender, sending.address
    message["Subject"] = f"Referral {sending.reference}"
    message["Message-ID"] = f"<{sending.key}@{sender.rpartition('@')[2]}>"
    message.set_content(
        TEXT.format(
            title=sending.title,
            by=sending.signed_by,
            at=f"{sending.signed_at:%d %B %Y at %H:%M} UTC",
            reference=sending.reference,
            text=sending.text,
        ),
        cte="quoted-printable",
    )
    return message


def _said(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        raw = error.smtp_error
        return _words((error.smtp_code, raw if isinstance(raw, bytes) else raw.encode()))
    return type(error).__name__


def _words(answer: tuple[int, bytes]) -> str:
    return f"{answer[0]} {' '.join(answer[1].decode(errors='replace').split())}"[:200]
