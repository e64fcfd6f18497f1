"""Builds Ashgrove MIS, and embeds yipplugin in it in one line."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Flask, render_template
from werkzeug.exceptions import HTTPException

from yipplugin import YipPlugin

from . import council
from .accounts import accounts, login_manager
from .forms import SignOutForm
from .models import db
from .pages import pages
from .plugin import AshgrovePlugin
from .wording import clock, in_england, long_date, short_date

DATABASE = "ashgrove.sqlite"


def create_app(folder: Path | None = None, settings: Mapping[str, Any] | None = None) -> Flask:
    """Return the application, its data kept in ``folder`` (``ASHGROVE_DATA``, else ``./.demo``)."""
    folder = Path(folder or os.environ.get("ASHGROVE_DATA", ".demo")).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    app = Flask(__package__, instance_path=str(folder))
    app.config.update(
        SECRET_KEY=secret_key(folder),
        SQLALCHEMY_DATABASE_URI=f"sqlite:///{folder / DATABASE}",
        SESSION_COOKIE_SAMESITE="Lax",
        YIP_SCHOOL_NAME="Ashgrove Vale School",
        YIP_BASE_TEMPLATE="base.html",
        YIP_CONTACT_KEYS={council.PACK: council.KEY},
    )
    app.config.update(settings or {})
    db.init_app(app)
    login_manager.init_app(app)
    app.register_blueprint(accounts)
    app.register_blueprint(pages)
    app.register_error_handler(HTTPException, problem)
    for filter_ in (long_date, short_date, clock, in_england):
        app.add_template_filter(filter_)
    app.context_processor(lambda: {"sign_out_form": SignOutForm()})
    YipPlugin(app, AshgrovePlugin())
    return app


def secret_key(folder: Path) -> str:
    """Return the key of this copy, made once; nothing that is published can sign its cookies."""
    kept = folder / "secret_key"
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_hex(32))
    return kept.read_text()


def problem(error: HTTPException) -> tuple[str, int]:
    """Say what went wrong in the school's own look."""
    return render_template("problem.html", error=error), error.code or 500
