"""Publishing what an authority wrote: what would change, for which schools, and as a file."""

from flask import Blueprint, Response, render_template, request, url_for

from yipplugin.errors import ContactsRefused, DraftChanged
from yipplugin.services import publishing as services
from yipplugin.services.publishing import Copy, Outlook
from yipplugin.values import Actor
from yipplugin.web import authority, tokens, words
from yipplugin.web.frame import go, signed_in
from yipplugin.web.problems import Answer

SAYS = {
    services.USED: ("Uses it", "done"),
    services.WAITS: ("Waits to be approved there", "soon"),
    services.DROPPED: ("They took it back", "soon"),
    services.MISSING: ("Has not got it", "waiting"),
    services.NEWER: ("Has a newer one", "done"),
    services.FOREIGN: ("Cannot take it", "late"),
}
CHANGED = (
    "These contacts were changed after they were shown to you, so nothing was published. Read what "
    "would change now, and press again."
)


def add_pages(pages: Blueprint) -> None:
    """Add the pages."""
    at = f"{authority.PACK}/publish"
    pages.add_url_rule(at, "authority_publish", publish, methods=["GET", "POST"])
    pages.add_url_rule(f"{authority.PACK}/file", "authority_file", file)


def publish(pack: str) -> Answer:
    """Show what publishing a pack would do, and do it."""
    actor = signed_in()
    if request.method != "POST":
        return _shown(actor, services.outlook(actor, pack)), 200
    services.outlook(actor, pack)
    if not tokens.is_for_button(request.form.get("_token", ""), actor, f"publish {pack}"):
        return _shown(actor, services.outlook(actor, pack), authority.OLD), 400
    try:
        if request.form.get("_do") == "send":
            services.send(actor, pack)
        else:
            services.publish(actor, pack, authority.revision())
    except DraftChanged:
        return _shown(actor, services.outlook(actor, pack), CHANGED), 409
    except ContactsRefused as refused:
        return _shown(actor, services.outlook(actor, pack), str(refused)), 409
    return go(url_for("yipplugin.authority_publish", pack=pack))


def file(pack: str) -> Response:
    """Give the signed file that was published last, for schools on other systems."""
    actor = signed_in()
    content = services.signed_file(actor, pack)
    version = services.outlook(actor, pack).draft.version
    sent = Response(content, mimetype="application/json")
    name = f"{pack}-{version}.signed.json"
    sent.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return sent


def _shown(actor: Actor, found: Outlook, notice: str = "") -> str:
    one = found.draft
    return render_template(
        "yipplugin/authority/publish.html",
        found=found,
        one=one,
        stands=authority.stands(one),
        schools=[_line(copy) for copy in found.copies],
        to_send=sum(copy.state == services.MISSING for copy in found.copies),
        reaches=sum(copy.state != services.FOREIGN for copy in found.copies),
        unchecked=words.listed(line.org for line in authority.lines(one) if line.unchecked),
        here=url_for("yipplugin.authority_publish", pack=one.pack, seen=one.revision),
        token=tokens.for_button(actor, f"publish {one.pack}"),
        notice=notice,
    )


def _line(copy: Copy) -> tuple[str, tuple[str, str], str]:
    """Return a school, what it has, and more on that, in words."""
    said = [f"since {words.short_moment(copy.since)}" if copy.since else "", copy.says]
    if copy.state != services.USED and copy.version is not None:
        said.append(f"uses version {copy.version}")
    more = "; ".join(one for one in said if one)
    return authority.school_name(copy.school), SAYS[copy.state], more
