"""What every paper shares: its marking, who took it when, and the page or file that it becomes."""

from dataclasses import dataclass

from flask import render_template, request, url_for
from werkzeug.wrappers import Response

from yipplugin.errors import NotFound
from yipplugin.services.cases import CaseView
from yipplugin.web import making, pdf, proof, words
from yipplugin.web.blanks import school_name
from yipplugin.web.chronology import with_role
from yipplugin.web.door import demand_proof
from yipplugin.web.frame import now, signed_in

MARKING = (
    "Official: sensitive. Safeguarding. Do not copy or pass on without the designated safeguarding "
    "lead."
)
OUTSIDE_MARKING = (
    "Official: sensitive. Safeguarding. Given out for this purpose alone; do not pass it on."
)
FILE_NAME = "pdf"


@dataclass(frozen=True)
class Head:
    """What stands around every page of a paper: whose it is, its marking, who printed it, when."""

    reference: str
    title: str
    by: str
    at: str
    back: str
    pdf_url: str = ""
    marking: str = MARKING

    @property
    def school(self) -> str:
        """Return whose paper it is."""
        return school_name()

    @property
    def no_pdf(self) -> str:
        """Return why there is no file; nothing where there is one."""
        return "" if pdf.available() else pdf.MISSING


def as_file() -> str:
    """Return what file is asked for; nothing for a page to be printed.

    A file leaves here more easily than a page, so it asks for a newer proof of who takes it.

    :raises NotFound: where files cannot be made here, as for any other address there is not.
    """
    if request.values.get("as") != FILE_NAME:
        return ""
    if not pdf.available():
        raise NotFound
    demand_proof(signed_in(), proof.CHANGE)
    return FILE_NAME


def head_of(case: CaseView, title: str, back: str, outside: bool = False) -> Head:
    """Return what stands around each page of a paper of a case, one for outside perhaps."""
    args = {**request.args.to_dict(), **(request.view_args or {}), "as": FILE_NAME}
    return Head(
        reference=case.reference,
        title=title,
        by=with_role(case.reader.name, case.reader.roles),
        at=words.long_moment(now()),
        back=back,
        marking=OUTSIDE_MARKING if outside else MARKING,
        pdf_url=url_for(request.endpoint or "", **args) if pdf.available() else "",
    )


def on_paper(head: Head, content: str, key: str, **context: object) -> str | Response:
    """Return a paper as a page to be printed, or as a file where that is asked for.

    A long one is made beside the request: whoever asked sees how far it is, and takes it then.
    """
    if request.values.get("as") != FILE_NAME:
        return render_template("yipplugin/papers/page.html", head=head, content=content, **context)
    html = render_template("yipplugin/papers/alone.html", head=head, content=content, **context)
    if len(html) > making.LONG:
        return making.start(signed_in(), (request.view_args or {})["case_id"], key, html)
    return pdf.answer(pdf.made(html), f"{head.reference}-{key}")
