"""Our pages stand in any host's page, and leave the host's own pages alone."""

import re
from pathlib import Path

import pytest
from flask import Flask, render_template
from jinja2 import DictLoader

from tests.web.reading import Page
from yipplugin import web
from yipplugin.web.blueprint import blueprint, layout
from yipplugin.web.problems import MISSING

ODD = """<!doctype html><title>{% block name_of_page %}{% endblock %}</title>
{% block _inhalt %}{% endblock %}"""


def host(base, templates=None, **settings):
    app = Flask(__name__)
    app.jinja_loader = DictLoader({"host.html": base, **(templates or {})})
    settings = {
        "YIP_BASE_TEMPLATE": "host.html",
        "YIP_CONTENT_BLOCK": "content",
        "YIP_TITLE_BLOCK": "title",
        "YIP_SCHOOL_NAME": "",
        **settings,
    }
    app.config.update(settings)
    app.register_blueprint(blueprint(app.config), url_prefix="/care")
    return app


def problem_page(app):
    with app.test_request_context("/"):
        return render_template("yipplugin/problems/problem.html", problem=MISSING, typed=[])


def test_blocks_of_any_name_are_filled():
    app = host(ODD, YIP_CONTENT_BLOCK="_inhalt", YIP_TITLE_BLOCK="name_of_page")
    page = Page(problem_page(app))
    assert page.title == "There is nothing here that you can open"
    assert 'class="yip"' in page.html
    assert page.headings[0] == 1


def test_a_host_without_a_title_block_is_lived_with():
    app = host("<title>School</title>{% block content %}{% endblock %}", YIP_TITLE_BLOCK="")
    page = Page(problem_page(app))
    assert page.title == "School"
    assert "There is nothing here" in page.words


def test_a_name_that_no_block_can_have_is_refused_at_the_start():
    with pytest.raises(ValueError, match="page-body"):
        layout("base.html", "page-body", "title")


def test_without_a_host_base_our_own_page_stands_alone():
    page = Page(problem_page(host("", YIP_BASE_TEMPLATE="yipplugin/base.html")))
    assert page.title == "There is nothing here that you can open"
    assert ("html", {"lang": "en-GB"}) in page.tags
    assert [tag for tag, _ in page.tags].count("main") == 1


def test_a_host_overrides_a_page_by_a_file_of_the_same_path():
    own = {
        "yipplugin/problems/problem.html": '{% extends "yipplugin/layout.html" %}'
        "{% block yip_main %}Our own words{% endblock %}"
    }
    assert "Our own words" in problem_page(host("{% block content %}{% endblock %}", own))


def test_a_host_overrides_the_layout_itself():
    own = {"yipplugin/layout.html": "Theirs: {% block yip_main %}{% endblock %}"}
    assert problem_page(host("", own)).startswith("Theirs: ")


OURS_ALONE = (
    "Cache-Control",
    "Content-Security-Policy",
    "Cross-Origin-Opener-Policy",
    "Cross-Origin-Resource-Policy",
    "Permissions-Policy",
    "Referrer-Policy",
    "X-Content-Type-Options",
    "X-Robots-Tag",
)


def policy_of(client, path="/safeguarding/cases"):
    """Return the directives of our own policy on a page."""
    policy = client.get(path).headers.getlist("Content-Security-Policy")[-1]
    return dict(one.strip().split(" ", 1) for one in policy.split(";"))


def test_headers_stand_on_our_pages_and_on_no_page_of_the_host(as_):
    dsl = as_("dsl")
    ours = dsl.get("/safeguarding/cases").headers
    assert ours["Cache-Control"] == "no-store"
    assert ours["Referrer-Policy"] == "same-origin"
    assert ours["X-Content-Type-Options"] == "nosniff"
    assert ours["Cross-Origin-Opener-Policy"] == "same-origin"
    assert ours["Cross-Origin-Resource-Policy"] == "same-origin"
    assert ours["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    for name in ("camera", "microphone", "display-capture", "clipboard-read"):
        assert f"{name}=()" in ours["Permissions-Policy"]
    for path in ("/", "/sign-in", "/no/such/page"):
        theirs = dsl.get(path).headers
        assert [name for name in OURS_ALONE if name in theirs] == []
        assert "yip_" not in str(theirs)


@pytest.mark.parametrize("base", ["base.html", "yipplugin/base.html"])
def test_every_answer_of_ours_has_the_headers_whatever_its_status(app, as_, base):
    app.config["YIP_BASE_TEMPLATE"] = base
    dsl = as_("dsl")
    answers = [dsl.get(f"/safeguarding/{path}") for path in ("cases", "", "nowhere", "cases/none")]
    answers.append(dsl.post("/safeguarding/report", json={}))
    answers.append(dsl.delete("/safeguarding/cases"))
    answers.append(app.test_client().get("/safeguarding/cases"))
    assert [one.status_code for one in answers] == [200, 303, 404, 404, 415, 405, 303]
    assert [[name for name in OURS_ALONE if name not in one.headers] for one in answers] == [[]] * 7


def test_in_a_hosts_page_the_hosts_own_scripts_and_styles_still_work(as_):
    policy = policy_of(as_("dsl"))
    assert not {"default-src", "script-src", "style-src", "font-src", "connect-src"} & set(policy)


def test_in_a_hosts_page_no_picture_film_or_frame_comes_from_elsewhere(as_):
    policy = policy_of(as_("dsl"))
    assert policy["img-src"] == "'self' data:"
    assert policy["media-src"] == policy["frame-src"] == policy["object-src"] == "'none'"
    assert policy["base-uri"] == policy["frame-ancestors"] == policy["form-action"] == "'self'"


@pytest.mark.settings(YIP_BASE_TEMPLATE="yipplugin/base.html")
def test_on_its_own_a_page_loads_nothing_from_anywhere_else(as_):
    policy = policy_of(as_("dsl"))
    assert policy["default-src"] == policy["worker-src"] == "'none'"
    assert policy["img-src"] == "'self'"
    assert "unsafe" not in str(policy)


@pytest.mark.parametrize(
    ("signs_in_at", "may_lead_to"),
    [
        ("https://login.example/start", "'self' https://login.example"),
        ("/sign-in", "'self'"),
        ("https://login.example;script-src */", "'self'"),
    ],
)
def test_forms_lead_to_this_site_and_to_where_people_sign_in(
    as_, signs_in_at, may_lead_to, monkeypatch
):
    from yipplugin.web import headers

    monkeypatch.setattr(headers, "sign_in_url", lambda _: signs_in_at)
    assert policy_of(as_("dsl"))["form-action"] == may_lead_to


def test_a_hosts_own_policy_stands_beside_ours_and_takes_nothing_from_it(app, as_):
    @app.after_request
    def theirs(response):
        response.headers["Content-Security-Policy"] = "img-src *"
        response.headers["Permissions-Policy"] = "camera=(self)"
        response.headers["Cache-Control"] = "public"
        return response

    dsl = as_("dsl")
    headers = dsl.get("/safeguarding/cases").headers
    assert headers.getlist("Content-Security-Policy")[0] == "img-src *"
    assert policy_of(dsl)["img-src"] == "'self' data:"
    # Of one name that several headers give a browser takes the last.
    assert headers.getlist("Permissions-Policy")[-1].startswith("camera=()")
    assert headers["Cache-Control"] == "no-store"


def test_our_headers_come_last_even_where_the_host_was_there_first(monkeypatch):
    from yipplugin.web import headers

    monkeypatch.setattr(headers, "sign_in_url", lambda _: None)
    app = Flask(__name__)

    @app.after_request
    def theirs(response):
        response.headers["Content-Security-Policy"] = "img-src *"
        response.headers["Cache-Control"] = "public"
        return response

    app.config.update(
        YIP_BASE_TEMPLATE="host.html",
        YIP_CONTENT_BLOCK="content",
        YIP_TITLE_BLOCK="title",
        YIP_HIDE_URL="/",
    )
    app.register_blueprint(blueprint(app.config), url_prefix="/care")
    answer = app.test_client().get("/care/hide")
    assert answer.status_code == 303
    assert answer.headers["Cache-Control"] == "no-store"
    assert len(answer.headers.getlist("Content-Security-Policy")) == 2


def test_what_never_changes_may_be_kept_by_a_browser(client):
    with client.get("/safeguarding/static/yip.css") as answer:
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "no-store" not in answer.headers.get("Cache-Control", "")


def test_every_rule_of_the_stylesheet_keeps_to_our_own_pages():
    css = (Path(web.__file__).parent / "static" / "yip.css").read_text()
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    heads = [line.partition("{")[0].strip() for line in css.splitlines() if "{" in line]
    rules = [head for head in heads if not head.startswith("@")]
    selectors = [one.strip() for rule in rules for one in re.split(r",(?![^(]*\))", rule)]
    assert len(selectors) > 100
    assert [one for one in selectors if not one.startswith(".yip.yip.yip")] == []
