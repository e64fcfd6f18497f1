"""Signing in and out."""

from datetime import UTC, datetime
from urllib.parse import urlsplit

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, current_user, login_user, logout_user
from sqlalchemy import func, select
from werkzeug.security import check_password_hash

from .forms import SignInForm, SignOutForm
from .models import Staff, db

accounts = Blueprint("accounts", __name__)

SIGNED_IN_AT = "signed_in_at"
"""Where the session keeps when the password was last checked."""


def load_staff(code: str) -> Staff | None:
    """Return who the sign-in cookie names."""
    return db.session.get(Staff, code)


login_manager = LoginManager()
login_manager.login_view = "accounts.sign_in"
login_manager.login_message = "Sign in to carry on."
login_manager.user_loader(load_staff)


@accounts.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> ResponseReturnValue:
    """Ask who it is."""
    there = safe_next(request.args.get("next", ""))
    if current_user.is_authenticated:
        return redirect(there)
    form = SignInForm(request.form)
    if request.method == "POST" and form.validate():
        username = (form.username.data or "").strip()
        one = db.session.scalar(select(Staff).where(func.lower(Staff.username) == username.lower()))
        if one and check_password_hash(one.password_hash, form.password.data or ""):
            login_user(one)
            session[SIGNED_IN_AT] = datetime.now(UTC).isoformat()
            return redirect(there)
        form.password.errors = ["The user name or the password is not right."]
    elif request.method == "POST" and form["csrf_token"].errors:
        flash("This page had been open for too long. Please sign in again.")
    return render_template("sign_in.html", form=form)


@accounts.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """End the session."""
    if SignOutForm(request.form).validate():
        logout_user()
        session.pop(SIGNED_IN_AT, None)
        flash("You are signed out.")
    return redirect(url_for("accounts.sign_in"))


def safe_next(target: str) -> str:
    """Return ``target`` where it is a path of this site, else the home page."""
    parts = urlsplit(target)
    ours = target.startswith("/") and not target.startswith(("//", "/\\"))
    if ours and not parts.scheme and not parts.netloc:
        return target
    return url_for("pages.home")
