"""A form on a page: served, taken back, kept as a draft, signed. Nothing typed is ever lost."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, cast

from flask import current_app, render_template, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from yipplugin.builder.compiled import CompiledForm, compiled
from yipplugin.builder.filling import Filling
from yipplugin.errors import (
    AlreadyCorrected,
    FormChanged,
    ReasonsWanted,
    Refused,
    TooMany,
    WrongSignature,
)
from yipplugin.form import Form
from yipplugin.hooking import house
from yipplugin.imagery import WHY
from yipplugin.policy import Policy, Text
from yipplugin.rules.acts import refused_choices
from yipplugin.rules.outcome import StandingRefusal, StandingWarning
from yipplugin.services import calling, drafts
from yipplugin.services.cases import CaseView
from yipplugin.services.confirming import confirmed_by_host
from yipplugin.services.signatures import Signature, wants_signature
from yipplugin.services.signing import Filled
from yipplugin.values import NOTHING, Actor, Record
from yipplugin.web import explaining, people, posted, proof, tokens, words
from yipplugin.web.door import confirm_url
from yipplugin.web.drafts import FULL, apart
from yipplugin.web.frame import go, now
from yipplugin.web.policytexts import texts_of

Page = Response | tuple[str, int]


@dataclass(frozen=True)
class Sheet:
    """A form as it is put before somebody: of which case, about whom, and what signing does.

    ``here`` is where the form is and ``back`` where «save and come back later» leads. ``begin`` are
    the answers of the record that is corrected, ``suggest`` some that the way here gave.
    ``refused`` is why it cannot be signed now, known before anything is typed.
    """

    actor: Actor
    policy: Policy
    form: Form
    here: str
    back: str
    sign: Callable[[Filled], str]
    case: CaseView | None = None
    case_id: str | None = None
    reference: str = ""
    about: str | None = None
    about_words: str = ""
    about_url: str = ""
    corrects: Record | None = None
    begin: Mapping[str, Any] | None = None
    suggest: Mapping[str, Any] = field(default_factory=lambda: NOTHING)
    refused: tuple[explaining.Refused, ...] = ()
    template: str = "yipplugin/records/form.html"
    more: Mapping[str, Any] = field(default_factory=lambda: NOTHING)

    @property
    def heading(self) -> str:
        """Return what the form is called on the page; a title never holds a name."""
        return f"Correct: {self.form.title}" if self.corrects else self.form.title

    @property
    def texts(self) -> list[Text]:
        """Return the policy's words that stand at the top of the form."""
        return [text for text in self.policy.texts if text.place == self.form.key]

    @property
    def key(self) -> drafts.DraftKey:
        """Return what a draft of this form is found by."""
        return drafts.DraftKey(
            case_id=self.case_id,
            form=self.form.key,
            about=self.about,
            supersedes=self.corrects.id if self.corrects else None,
        )


@dataclass(frozen=True)
class Notice:
    """A line above the form: what happened to what was typed."""

    title: str
    says: str = ""


STALE = Notice(
    "This page had been open too long, so nothing was signed.",
    "Everything you typed is still here. Check it and sign again.",
)
KEPT_FOR_YOU = "What you typed is still here. It is a draft that only you can see."
UNSIGNED = Notice("Kept as a draft.", "It is not signed until you press the button at the end.")
NOT_SAVED = Notice(FULL, "What you typed is still here, on this page alone.")
NOT_SIGNED = Notice(
    "This was not signed.", "Everything you typed is still here and kept as a draft."
)


@dataclass
class Showing:
    """How a form is shown once more, after something came up.

    ``revision`` is that of the draft, so that an older page cannot take the place of newer text.
    """

    status: int = 200
    notice: Notice | None = None
    revision: int = 0
    refused: Sequence[explaining.Refused] = ()
    warnings: Sequence[explaining.Warned] = ()
    apart: Sequence[Sequence[tuple[str, str]]] = ()


def answer(sheet: Sheet) -> Page:
    """Serve the form, or take it back."""
    if request.method != "POST":
        return _served(sheet)
    token = tokens.read(request.form.get("_token", ""))
    filling = _bound(sheet, request.form)
    ours = token is not None and token.is_for(sheet.actor, sheet.key)
    if token is None or not ours:
        return _shown(sheet, filling, tokens.new_submission(), Showing(400, STALE))
    if not token.fresh:
        return _again(sheet, filling, token.submission, Showing(400, STALE))
    if _adjusted(sheet, filling, token.submission):
        return _again(sheet, filling, token.submission, Showing())
    if "_save" in request.form or "_confirm" in request.form:
        if _keep(sheet, token.submission, filling).full:
            return _shown(sheet, filling, token.submission, Showing(409, NOT_SAVED))
        confirm = _confirm_url(sheet) if "_confirm" in request.form else None
        return go(confirm or sheet.back)
    if "_sign" not in request.form:
        return _again(sheet, filling, token.submission, Showing(notice=UNSIGNED))
    return _signed(sheet, filling, token.submission)


def _adjusted(sheet: Sheet, filling: Filling, submission: str) -> bool:
    try:
        return filling.adjust(request.form)
    except TooMany:
        # Somebody looked people up too often: what they typed is kept before they are told.
        _keep(sheet, submission, filling)
        raise


def _served(sheet: Sheet) -> Page:
    draft = drafts.find(sheet.actor, sheet.key)
    if draft is None:
        return _shown(sheet, _begun(sheet), tokens.new_submission(), Showing())
    typed = MultiDict([(name, value) for name, value in draft.raw])
    saved = words.long_moment(draft.updated_at)
    notice = Notice(f"You were filling this in. Saved {saved}.", KEPT_FOR_YOU)
    showing = Showing(notice=notice, revision=draft.revision, apart=apart(draft, sheet.form))
    return _shown(sheet, _bound(sheet, typed), draft.submission, showing, typed)


def _begun(sheet: Sheet) -> Filling:
    filling = _bound(sheet, None)
    if not sheet.suggest:
        return filling
    suggested = compiled_form(sheet.form).plan.type_in(sheet.suggest)
    return _bound(sheet, MultiDict([*((name, value) for name, value in filling.raw()), *suggested]))


def _signed(sheet: Sheet, filling: Filling, submission: str) -> Page:
    kept = _keep(sheet, submission, filling)
    if kept.signed:
        # Sent twice: the service answers with what the first one became.
        return go(sheet.sign(_filled(sheet, filling, submission)))
    valid = filling.validate()
    if sheet.corrects and not posted.because():
        filling.general.append(("yip-because", "Say why you are correcting this record"))
        valid = False
    if posted.held_image():
        filling.general.append(("yip-because" if sheet.corrects else "", WHY))
        valid = False
    if sheet.refused or not valid:
        return _again(sheet, filling, submission, Showing(409 if sheet.refused else 422))
    if sheet.case and not _has_proof(sheet, filling):
        if kept.full:
            return _shown(sheet, filling, submission, Showing(409, NOT_SAVED))
        return go(confirm_url(sheet.here, proof.CHANGE))
    showing = Showing(409, NOT_SIGNED)
    explain = explaining.Explanations(sheet.policy, sheet.case)
    try:
        return go(sheet.sign(_filled(sheet, filling, submission)))
    except Refused as refused:
        refusals = cast(Sequence[StandingRefusal], refused.refusals)
        showing.refused = [explain.refused(one, sheet.form.title) for one in refusals]
    except ReasonsWanted as wanted:
        warnings = cast(Sequence[StandingWarning], wanted.warnings)
        showing = Showing(422, warnings=[explain.warned(one) for one in warnings])
        for number, warned in enumerate(showing.warnings, 1):
            filling.general.append((f"yip-warning-{number}", f"{warned.says} Say why you go on"))
    except WrongSignature as wrong:
        filling.say(_signature(sheet.form), str(wrong))
        showing = Showing(422)
    except (FormChanged, AlreadyCorrected) as changed:
        showing.notice = Notice(str(changed), NOT_SIGNED.says)
    return _again(sheet, filling, submission, showing)


def _has_proof(sheet: Sheet, filling: Filling) -> bool:
    """Say whether it is known who signs: the form asks for it itself, or it was proved lately."""
    if wants_signature(sheet.form, filling.answers()):
        return True
    return proof.holds(sheet.actor, proof.CHANGE)


def _again(sheet: Sheet, filling: Filling, submission: str, showing: Showing) -> Page:
    """Show the form once more, with everything that was typed, and keep it as a draft."""
    kept = _keep(sheet, submission, filling)
    if kept.draft is not None:
        showing.revision = kept.draft.revision
    return _shown(sheet, filling, submission, showing)


def _filled(sheet: Sheet, filling: Filling, submission: str) -> Filled:
    return Filled(
        submission=submission,
        form=sheet.form.key,
        version=sheet.form.version,
        answers=filling.answers(),
        about=sheet.about,
        happened_at=filling.happened(),
        signature=Signature(filling.password) if filling.password else None,
        reasons=posted.reasons(),
        supersedes=sheet.corrects.id if sheet.corrects else None,
        reason=posted.because(),
    )


def _bound(sheet: Sheet, typed: MultiDict[str, str] | None) -> Filling:
    case, form = sheet.case, sheet.form
    known = case is not None and form.key in case.policy.forms
    refused = (
        refused_choices(case.policy, case.standing, form.key, sheet.about) if case and known else {}
    )
    return compiled_form(form).bind(
        typed,
        kept=sheet.begin,
        people=[one.person for one in case.standing.people] if case else (),
        refused=refused,
        find=people.finder(sheet.actor),
        get=people.get,
        signer=sheet.actor,
        confirmed_at=_confirmed_at(sheet.actor),
        texts=texts_of(sheet.policy, form),
        contacts=_contacts(sheet),
        now=now(),
    )


def _contacts(sheet: Sheet) -> Sequence[Mapping[str, Any]]:
    """Return the contacts that were noted with the case, where the form asks which was used."""
    asks = any(one.kind == "contact" for one in sheet.form.questions)
    return calling.noted(sheet.actor, sheet.case.id) if sheet.case and asks else ()


def compiled_form(form: Form) -> CompiledForm:
    """Return a form ready to be bound, compiled once for as long as its version lives."""
    kept = house().compiled
    at = (form.key, form.version, id(form))
    if at not in kept:
        kept[at] = compiled(form, house().kinds)
    found: CompiledForm = kept[at]
    return found


def _confirmed_at(actor: Actor) -> datetime | None:
    at = confirmed_by_host(actor)
    lasts = timedelta(minutes=current_app.config["YIP_CONFIRM_MINUTES"])
    return at if at is not None and timedelta(0) <= now() - at <= lasts else None


def _confirm_url(sheet: Sheet) -> str | None:
    """Return where the host makes sure of people by its own means, where they are to sign."""
    if not _signature(sheet.form) or _confirmed_at(sheet.actor):
        return None
    found: str | None = house().hooks.yip_confirm_url(sheet.here)
    return found


def _signature(form: Form) -> str:
    return next((one.key for one in form.questions if one.kind == "signature"), "")


def _left(filling: Filling) -> dict[str, int]:
    """Return how many questions of each step must be answered and are not, by the step's id."""
    answered = filling.answers()
    return {
        step.id: sum(
            one.question.required
            and one.kind.kept_in_answers
            and one.key in filling.part.shown
            and one.key not in answered
            for one in step.questions
        )
        for step in filling.steps
    }


def _keep(sheet: Sheet, submission: str, filling: Filling) -> drafts.Kept:
    typed = [*filling.raw(), *posted.beside()]
    return drafts.keep(sheet.actor, sheet.key, submission, typed, *posted.page())


def _shown(
    sheet: Sheet,
    filling: Filling,
    submission: str,
    showing: Showing,
    typed: MultiDict[str, str] | None = None,
) -> Page:
    page = render_template(
        sheet.template,
        sheet=sheet,
        filling=filling,
        showing=showing,
        token=tokens.issue(sheet.actor, sheet.key, submission),
        revision=showing.revision,
        left=_left(filling),
        confirm=_confirm_url(sheet) is not None,
        typed=posted.form() if typed is None else typed,
        because=posted.BECAUSE,
        answer=posted.ANSWER,
        **sheet.more,
    )
    return page, showing.status
