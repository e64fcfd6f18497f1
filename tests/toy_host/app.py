"""The school's application."""

from flask import Flask, redirect, render_template, request
from flask_login import LoginManager, login_required, login_user

from yipplugin import YipPlugin

from .models import Staff, db
from .safeguarding import SchoolPlugin


def create_app(config):
    app = Flask(__name__)
    app.config.update(config)
    db.init_app(app)
    login = LoginManager(app)
    login.login_view = "sign_in"
    login.user_loader(lambda key: db.session.get(Staff, int(key)))

    @app.get("/")
    @login_required
    def home():
        return render_template("home.html")

    @app.route("/sign-in", methods=["GET", "POST"])
    def sign_in():
        if request.method == "POST":
            one = db.session.scalar(db.select(Staff).filter_by(username=request.form["username"]))
            if one and one.knows(request.form["password"]):
                login_user(one)
                return redirect("/")
        return render_template("sign_in.html")

    YipPlugin(app, SchoolPlugin())
    return app
