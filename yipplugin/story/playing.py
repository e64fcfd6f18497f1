"""Plays a story, act by act, through the services that the pages use."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NoReturn

from flask import Flask

from yipplugin.builder.filling import Filling
from yipplugin.errors import NotFound, NotMoved, ReasonsWanted, Refused, YipError
from yipplugin.form import Form
from yipplugin.hooking import House
from yipplugin.packs.library import NoSuchPolicy
from yipplugin.packs.problems import meant
from yipplugin.policy import Policy
from yipplugin.rules.access import could
from yipplugin.rules.acts import warnings_to_answer
from yipplugin.rules.inspection import inspection
from yipplugin.rules.moving import moved
from yipplugin.rules.outcome import Standing
from yipplugin.rules.standing import standing
from yipplugin.services import records, reports
from yipplugin.services.grants import with_roles
from yipplugin.services.policies import REPORT, policy_now
from yipplugin.services.signatures import Signature
from yipplugin.services.signing import Filled, candidate
from yipplugin.store.base import new_id
from yipplugin.store.sessions import store
from yipplugin.story.answering import Answering
from yipplugin.story.checking import clauses, compared, differences, gap_differences
from yipplugin.story.company import Company, Stranger
from yipplugin.story.letting import let_team_in
from yipplugin.story.moments import Moments, Unclear
from yipplugin.story.moving import move_case, policy_to_go_to
from yipplugin.story.reading import read_story
from yipplugin.story.scratch import PASSWORD, scratch_school
from yipplugin.story.script import Act, Difference, Story, StoryDiffers, StoryRefused
from yipplugin.story.telling import lines, moment
from yipplugin.values import Actor, Record

BETWEEN = timedelta(minutes=10)
"""How long after the act before an act is done that does not say when."""


@dataclass(frozen=True)
class Step:
    """An act as it was played. ``signed`` says whether ``record`` came into the case.

    ``hidden`` is true where the case answered as if there were none, before any rule was asked.
    """

    act: Act
    at: datetime
    record: Record | None = None
    signed: bool = False
    hidden: bool = False


@dataclass
class Played:
    """A story as far as it was played: the case, the policy it is under, and every step."""

    story: Story
    policy: Policy
    case_id: str = ""
    reference: str = ""
    steps: list[Step] = field(default_factory=list)

    @property
    def records(self) -> list[Record]:
        """Return what was signed so far."""
        return [step.record for step in self.steps if step.signed and step.record]

    def move(self, to: Policy) -> None:
        """Let the case stand under another policy from here on."""
        self.policy, records = moved(self.policy, to, self.records)
        signed = {one.id: one for one in records}
        self.steps = [
            replace(one, record=signed[one.record.id]) if one.signed and one.record else one
            for one in self.steps
        ]

    def standing(self, at: datetime) -> Standing:
        """Return where the case stands at ``at``."""
        return standing(self.policy, self.records, at)


def play(
    path: Path,
    host: House | None = None,
    say: Callable[[str], None] = lambda line: None,
    now: datetime | None = None,
) -> Played:
    """Play the story in ``path`` in a school of its own, telling ``say`` how the case stands.

    :param host: whose policy packs and kinds of question the story may use.
    :param now: from when «3 days ago» is told.
    :raises StoryDiffers: at the first act that did not come out as told.
    :raises StoryRefused: where the story cannot be played as it is written.
    """
    story = read_story(path)
    with scratch_school(story, host):
        return Player(story, now or datetime.now(UTC), PASSWORD, say).play()


def play_into(app: Flask, path: Path, now: datetime | None = None, password: str = "") -> str:
    """Play a story into the database of ``app``, among its own people; return the reference.

    For examples and demonstrations: people are found by their names through the application's
    hooks, and sign with ``password``. Nobody else should be at work meanwhile, because the clock
    stands where the story says.
    """
    with app.app_context():
        player = Player(read_story(path), now or datetime.now(UTC), password, lambda line: None)
        return player.play().reference


class Player:
    """Plays one story in the application at hand; whoever plays it otherwise builds on this."""

    def __init__(
        self, story: Story, now: datetime, password: str, say: Callable[[str], None]
    ) -> None:
        try:
            policy = policy_now(Actor("", "").school)
        except NoSuchPolicy as unknown:
            raise StoryRefused(story.path, 1, str(unknown)) from unknown
        if policy.key != story.policy:
            words = f"It is told under {story.policy}; this application uses {policy.key}."
            raise StoryRefused(story.path, 1, words)
        self.story, self.say = story, say
        self.moments = Moments(now, policy.calendar)
        self.company = Company(story.people)
        self.answering = Answering(story.path, self.company, self.moments, password)
        self.password = password
        self.played = Played(story, policy)
        self.last: datetime | None = None

    def play(self) -> Played:
        """Play every act, and return what came of it.

        :raises StoryDiffers: at the first act that did not come out as told.
        """
        self.say(f"{self.story.title}\n")
        for act in self.story.acts:
            at = self._moment(act)
            with _clock_at(at):
                self._act(act, at)
            self.last = at
            self._look(act, at)
        return self.played

    def _moment(self, act: Act) -> datetime:
        if not act.at and self.last:
            return self.last + BETWEEN
        try:
            at = self.moments.moment(act.at, self.last)
        except Unclear as problem:
            self._refuse(act, f"When? {problem}")
        if self.last and at < self.last:
            self._refuse(act, f"This is before the act above it, at {moment(self.last)}.")
        return at

    def _act(self, act: Act, at: datetime) -> None:
        if not act.who:
            self.say(f"{moment(at)}: time has passed")
            self.played.steps.append(Step(act, at))
            return
        try:
            self._move(act, at) if act.moves_to else self._sign(act, at)
        except Stranger as problem:
            self._refuse(act, str(problem))

    def _move(self, act: Act, at: datetime) -> None:
        self.say(f"{moment(at)}: {act.who}, moved to {act.moves_to}")
        who = with_roles(self.company.actor(act.who))
        second = with_roles(self.company.actor(act.agreed_by)) if act.agreed_by else None
        refused: set[str] = set()
        try:
            to = policy_to_go_to(act.moves_to, who)
            move_case(self.played.case_id, to, act.because, who, second)
            self.played.move(to)
        except (NotFound, NotMoved) as refusal:
            refused = {"not found" if isinstance(refusal, NotFound) else "move"}
        except YipError as error:
            self._refuse(act, str(error))
        self.played.steps.append(Step(act, at))
        self._compare(act, compared("is refused", act.is_refused or (), refused))

    def _sign(self, act: Act, at: datetime) -> None:
        actor = with_roles(self.company.actor(act.who))
        corrected = self._record(act, act.corrects) if act.corrects else None
        form = self._form(act, corrected)
        about = corrected.about if corrected and not act.about else self._about(act)
        people = [one.person for one in self.played.standing(at).people]
        kept = corrected.answers if corrected else {}
        filling = self.answering.fill(act, form, actor, at, people, kept)
        filled = self._filled(act, form, filling, about, corrected)
        proposed = candidate(actor, form, filled, at)
        self.say(f"{moment(at)}: {act.who}, {'correction of ' * bool(corrected)}{form.title}")
        self._try(act, at, actor, filled, proposed)

    def _filled(
        self, act: Act, form: Form, filling: Filling, about: str | None, corrected: Record | None
    ) -> Filled:
        return Filled(
            submission=new_id(),
            form=form.key,
            version=form.version,
            answers=filling.answers(),
            about=about,
            happened_at=filling.happened(),
            signature=Signature(self.password),
            reasons=act.reasons,
            supersedes=corrected.id if corrected else None,
            reason=act.because,
        )

    def _try(self, act: Act, at: datetime, actor: Actor, filled: Filled, proposed: Record) -> None:
        refused: set[str] = set()
        warned: set[str] = set()
        warnings = warnings_to_answer(self.played.policy, self.played.records, proposed, at)
        hidden = False
        try:
            record = self._through_services(actor, filled)
        except Refused as refusal:
            refused = clauses(refusal.refusals)  # type: ignore[arg-type]  # the errors know no rules
        except ReasonsWanted as wanted:
            warned = {one.clause for one in wanted.warnings}
        except NotFound:
            refused, hidden = {"not found"}, True
        except YipError as error:
            self._refuse(act, str(error))
        else:
            self.played.steps.append(Step(act, at, record, signed=True))
            self._compare(act, compared("reasons", act.reasons, {one.id for one in warnings}))
        if refused or warned:
            self.played.steps.append(Step(act, at, proposed, hidden=hidden))
            self.say(f"    {'refused' if refused else 'warned':11}{', '.join(refused | warned)}")
        self._compare(act, compared("is refused", act.is_refused or (), refused))
        self._compare(act, compared("is warned", act.is_warned or (), warned))

    def _through_services(self, actor: Actor, filled: Filled) -> Record:
        played = self.played
        if filled.form == REPORT and not filled.supersedes and not played.case_id:
            receipt = reports.report(actor, filled)
            played.case_id, played.reference = receipt.case_id, receipt.reference
            played.policy = receipt.policy
            let_team_in(self.company, self.story.people, played.case_id, store().clock())
            return receipt.records[-1]
        receipt_only = played.policy.forms[filled.form].by_receipt
        if receipt_only and not could(actor.roles, "case:read") and not filled.supersedes:
            return records.add_to_report(actor, played.case_id, filled)
        return records.sign(actor, played.case_id, filled)

    # What an act names ---------------------------------------------------------------------------

    def _form(self, act: Act, corrected: Record | None) -> Form:
        key, forms = corrected.form if corrected else act.does, self.played.policy.forms
        if key not in forms:
            self._refuse(act, f"“{key}” is not a form. {meant(key, forms)}")
        if not self.played.case_id and key != REPORT:
            self._refuse(act, f"There is no case yet. A story begins with “does: {REPORT}”.")
        return forms[key]

    def _about(self, act: Act) -> str | None:
        if not act.about:
            return None
        if act.about.startswith("the last "):
            return f"record:{self._record(act, act.about).id}"
        return self.company.person(act.about).ref

    def _record(self, act: Act, words: str) -> Record:
        form = words.removeprefix("the last ")
        found = [one for one in self.played.records if one.form == form]
        if not found or form == words:
            self._refuse(act, f"“{words}” is no record yet. Write “the last ” and a form.")
        return found[-1]

    def _look(self, act: Act, at: datetime) -> None:
        now = self.played.standing(at)
        for line in lines(now):
            self.say(line)
        self.say("")
        if act.then:
            self._compare(act, differences(act.then, now), act.then.line)
        if act.then and act.then.gaps:
            found = inspection(self.played.policy, self.played.records, at)
            self._compare(act, gap_differences(act.then, found), act.then.line)

    def _compare(self, act: Act, found: Iterator[Difference], line: int = 0) -> None:
        different = list(found)
        if different:
            raise StoryDiffers(self.story.path, line or act.line, different)

    def _refuse(self, act: Act, message: str) -> NoReturn:
        raise StoryRefused(self.story.path, act.line, message)


@contextmanager
def _clock_at(at: datetime) -> Iterator[None]:
    kept = store()
    before, kept.clock = kept.clock, lambda: at
    try:
        yield
    finally:
        kept.clock = before
