"""Signatures: whose account it is, and that it is really them."""

from typing import Any

from wtforms import Field
from wtforms.validators import ValidationError

from yipplugin.fieldtype import circumstances
from yipplugin.form import Question

from .typed import TypedField, TypedKind

LONGEST = 1024
"""How long a password may be; a longer one is no password, and hashing it would be slow."""


class SignatureField(TypedField):
    """The password of whoever signs, or their word where the host made sure of them itself.

    The field only carries the password to the service that has it checked.
    """

    inputs = ("-password", "-signed")

    @property
    def signer(self) -> str:
        """Return the name of whoever signs."""
        actor = circumstances(self).signer
        return actor.name if actor else ""

    @property
    def confirmed_at(self) -> Any:
        """Return when the host made sure who it is; ``None`` where the password is asked for."""
        return circumstances(self).confirmed_at

    @property
    def password(self) -> str | None:
        """Return the password as typed, where one is asked for."""
        return None if self.confirmed_at else self.text("-password")

    def read(self) -> str | None:
        """Return yes where something was signed with; whether it is right is not known here."""
        return "yes" if self.text("-signed" if self.confirmed_at else "-password") else None

    def pre_validate(self, form: Any) -> None:
        """Ask for what is missing: a signature is never optional."""
        if self.data is None and self.confirmed_at:
            raise ValidationError("Tick to sign")
        if self.data is None:
            raise ValidationError("Enter your password to sign")
        if len(self.text("-password")) > LONGEST:
            raise ValidationError(f"Enter a password of {LONGEST:,} characters or fewer")

    @property
    def anchor(self) -> str:
        """Return the id of the password, or of the box to tick."""
        return self.id + ("-signed" if self.confirmed_at else "-password")


class Signature(TypedKind):
    """The signature of whoever is logged in."""

    name = "signature"
    template = "yipplugin/fields/signature.html"
    kept_in_drafts = False
    kept_in_answers = False
    field_class = SignatureField

    def typed(self, field: Field) -> list[tuple[str, str]]:
        return []

    def type_in(self, name: str, answer: Any) -> list[tuple[str, str]]:
        return []

    def show(self, question: Question, answer: Any) -> str:
        return ""
