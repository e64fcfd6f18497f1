"""The two forms that Ashgrove MIS itself posts."""

from typing import Any

from flask import current_app, session
from wtforms import Form, PasswordField, StringField
from wtforms.csrf.session import SessionCSRF
from wtforms.validators import InputRequired


class PostedForm(Form):
    """A form that only our own pages can post."""

    class Meta:
        """Ties the form to the session."""

        csrf = True
        csrf_class = SessionCSRF

        @property
        def csrf_secret(self) -> bytes:
            """Return the key that signs tokens."""
            return str(current_app.config["SECRET_KEY"]).encode()

        @property
        def csrf_context(self) -> Any:
            """Return where the token's seed is kept."""
            return session


class SignInForm(PostedForm):
    """User name and password."""

    username = StringField("User name", [InputRequired("Type your user name.")])
    password = PasswordField("Password", [InputRequired("Type your password.")])


class SignOutForm(PostedForm):
    """A button."""
