"""Asking plugins: who is asked, how long they have, and how their answers are put together."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any, NamedTuple

import pluggy
from flask import current_app, has_app_context, has_request_context

from yipplugin import shipped
from yipplugin.errors import SetupRefused
from yipplugin.hooking import aftermath
from yipplugin.hooking.failures import Failure, Failures
from yipplugin.hooking.spec import Spec
from yipplugin.hooking.waiting import NOT_ASKED, Hung, Said, Waiting
from yipplugin.marks import Mood
from yipplugin.settings import nearest
from yipplugin.values import Verdict

SECONDS = 5.0
"""How long one answer is waited for, where the host says nothing else."""

LONGER = 12
"""How many times as long somebody is waited for who is told something while no page waits."""

PATIENT = frozenset({Mood.TELL, Mood.HAND_OVER})
"""The moods of what goes out to somebody, by mail or to another system."""


class Answer(NamedTuple):
    """What one plugin said to a hook, and how it failed, if it did."""

    plugin: str
    value: Any
    failure: Failure | None = None


class Hooks:
    """Every hook, called by its name: ``house().hooks.yip_pupil("pupil:12")``.

    The hook's mood decides how answers are put together and what a failure costs; see
    :class:`yipplugin.marks.Mood`. An answer of the wrong shape is a failure, and so is none within
    ``seconds``: ``0`` waits for ever, and ``None`` is five seconds in an application whose database
    session goes with its request, and for ever elsewhere.
    """

    def __init__(
        self,
        manager: pluggy.PluginManager,
        seconds: float | None = None,
        waiting: Waiting | None = None,
    ) -> None:
        self.failures = Failures()
        self._manager = manager
        self._seconds = seconds
        self._waiting = waiting or Waiting()
        self._specs = {
            name: Spec(name, function)
            for module in map(shipped.module, shipped.SPECS)
            for name, function in vars(module).items()
            if hasattr(function, "yip_mood")
        }

    def __iter__(self) -> Iterator[str]:
        return iter(self._specs)

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name not in self._specs:
            raise AttributeError(f"There is no hook {name}{nearest(name, self._specs)}.")
        return partial(self._call, self._specs[name])

    @property
    def seconds(self) -> float | None:
        """Return for how long one answer is waited for now; nothing where that is for ever."""
        if self._seconds is not None:
            return self._seconds or None
        # Flask-SQLAlchemy's session goes with the request into a thread. A session or connection
        # that goes with the thread would not, so elsewhere plugins stay in the request's own.
        goes_along = has_app_context() and "sqlalchemy" in current_app.extensions
        return SECONDS if goes_along else None

    def answered_by(self, name: str) -> list[str]:
        """Return the plugins that implement the hook ``name``, the first to be asked first."""
        return [impl.plugin_name for impl in self._implementations(name)]

    def collected(self, name: str) -> list[Answer]:
        """Return what each plugin gave to a hook that collects, beside the plugin's name."""
        return list(self._answers(self._specs[name], {}))

    def each(self, name: str, *args: Any, **named: Any) -> list[Answer]:
        """Return what each plugin answers to a hook, beside its name, and how it failed if it did.

        For what is put together by whom it is from.
        """
        spec = self._specs[name]
        return list(self._answers(spec, spec.signature.bind(*args, **named).arguments))

    def _call(self, spec: Spec, *args: Any, **named: Any) -> Any:
        given = spec.signature.bind(*args, **named).arguments
        return _TOGETHER[spec.mood](spec, self._answers(spec, given))

    def _implementations(self, name: str) -> list[pluggy.HookImpl]:
        # pluggy keeps the one to be called first at the end.
        return list(reversed(getattr(self._manager.hook, name).get_hookimpls()))

    def _answers(self, spec: Spec, given: dict[str, Any]) -> Iterator[Answer]:
        asked = self._implementations(spec.name)
        if spec.mood is Mood.ASK_STRICTLY:
            # What ships must not speak where a host says «nobody» by saying nothing.
            asked = [one for one in asked if one.plugin_name not in shipped.DEFAULTS] or asked
        for impl in asked:
            value, wrong = self._asked(spec, impl, spec.own(given))
            if not wrong:
                yield Answer(impl.plugin_name, value)
                continue
            failure = Failure(spec.name, impl.plugin_name, wrong)
            if spec.mood is Mood.COLLECT:
                raise SetupRefused(f"{failure.plugin} failed in {failure.hook}: {wrong}.")
            self.failures.note(failure, aloud=wrong != NOT_ASKED[1])
            yield Answer(impl.plugin_name, value, failure)

    def _asked(self, spec: Spec, impl: pluggy.HookImpl, given: dict[str, Any]) -> Said:
        seconds = self.seconds
        if seconds is None or _is_quick(spec, impl):
            return spec.heard(impl, given, apart=False)
        if spec.mood in PATIENT and not has_request_context():
            # Mail goes out now, and what was given up halfway may have to be sent again.
            seconds *= LONGER
        try:
            return self._waiting.ask(
                (spec.name, impl.plugin_name),
                seconds,
                lambda: spec.heard(impl, given, apart=True),
            )
        except Hung as hung:
            aftermath.part_with_session()
            return None, str(hung)


def _is_quick(spec: Spec, impl: pluggy.HookImpl) -> bool:
    """Say whether an implementation is asked in the caller's thread, however long it takes.

    What collects is asked while modules may still be imported, and an import in another thread
    would wait for that. What ships asks nobody else, but for who somebody is.
    """
    ours = impl.plugin_name in shipped.DEFAULTS and spec.mood is not Mood.ASK_STRICTLY
    return ours or spec.mood is Mood.COLLECT


def _first(spec: Spec, answers: Iterable[Answer]) -> Any:
    failed = False
    for answer in answers:
        # A list of which nothing was of use is no answer.
        if answer.value or (answer.value is not None and not answer.failure):
            return answer.value
        failed = failed or answer.failure is not None
    if failed:
        aftermath.leave_unanswered(spec.name)
    return [] if spec.lists else None


def _first_strictly(spec: Spec, answers: Iterable[Answer]) -> Any:
    for answer in answers:
        if answer.failure and answer.value is None:
            aftermath.leave_unanswered(spec.name)
        if answer.failure or answer.value is not None:
            return answer.value
    return None


def _refusal(_: Spec, answers: Iterable[Answer]) -> Verdict | None:
    for answer in answers:
        if answer.failure:
            return Verdict(False, f"{answer.plugin} could not be asked, so it is refused")
        if answer.value is not None and not answer.value.allowed:
            return Verdict(False, answer.value.reason)
    return None


def _everything(spec: Spec, answers: Iterable[Answer]) -> list[Any]:
    heard = list(answers)
    if any(answer.failure for answer in heard):
        aftermath.leave_unanswered(spec.name)
    return [one for answer in heard for one in answer.value or ()]


def _handed(_: Spec, answers: Iterable[Answer]) -> Any:
    """Return what whoever took it says, the failure of whoever may have, or nothing."""
    for answer in answers:
        if answer.failure or answer.value is not None:
            return answer.failure or answer.value
    return None


def _told(_: Spec, answers: Iterable[Answer]) -> list[Failure]:
    return [answer.failure for answer in answers if answer.failure]


_TOGETHER: dict[Mood, Callable[[Spec, Iterable[Answer]], Any]] = {
    Mood.ASK: _first,
    Mood.ASK_STRICTLY: _first_strictly,
    Mood.ASK_ALL: _refusal,
    Mood.GATHER: _everything,
    Mood.COLLECT: _everything,
    Mood.HAND_OVER: _handed,
    Mood.TELL: _told,
}
