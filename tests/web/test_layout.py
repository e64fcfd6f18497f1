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


GUARDED = ("Content-Security-Policy", "Referrer-Policy", "X-Content-Type-Options", "Cache-Control")


def test_headers_stand_on_our_pages_and_on_no_page_of_the_host(as_):
    dsl = as_("dsl")
    ours = dsl.get("/safeguarding/cases").headers
    assert ours["Cache-Control"] == "no-store"
    assert ours["Referrer-Policy"] == "same-origin"
    assert ours["X-Content-Type-Options"] == "nosniff"
    assert "object-src 'none'" in ours["Content-Security-Policy"]
    theirs = dsl.get("/").headers
    assert [name for name in GUARDED if name in theirs] == []


def test_in_a_hosts_page_the_hosts_own_scripts_and_styles_still_work(as_):
    policy = as_("dsl").get("/safeguarding/cases").headers["Content-Security-Policy"]
    assert "script-src" not in policy
    assert "form-action" not in policy


@pytest.mark.settings(YIP_BASE_TEMPLATE="yipplugin/base.html")
def test_on_its_own_a_page_loads_nothing_from_anywhere_else(as_):
    policy = as_("dsl").get("/safeguarding/cases").headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy


def test_a_hosts_own_policy_for_scripts_is_left_as_it_is(app, as_):
    @app.after_request
    def theirs(response):
        response.headers["Content-Security-Policy"] = "default-src 'self'"
        return response

    assert as_("dsl").get("/safeguarding/cases").headers["Content-Security-Policy"] == (
        "default-src 'self'"
    )


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
