"""One application's plugins, and what happens when one of them fails."""

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from inspect import Signature, isclass, signature
from traceback import extract_tb
from typing import Any, NamedTuple, get_args, get_origin, get_type_hints

import pluggy
from flask import current_app

from yipplugin import shipped
from yipplugin.errors import SetupRefused
from yipplugin.fieldtype import FieldType
from yipplugin.marks import Mood
from yipplugin.settings import nearest
from yipplugin.shapes import complaint
from yipplugin.values import Verdict

log = logging.getLogger("yipplugin")


class Failure(NamedTuple):
    """A plugin that failed: in which hook, which plugin, and how, without any content."""

    hook: str
    plugin: str
    what: str


class Answer(NamedTuple):
    """What one plugin said to a hook, and how it failed, if it did."""

    plugin: str
    value: Any
    failure: Failure | None = None


@dataclass
class House:
    """Everything that one application keeps for yipplugin, in ``app.extensions["yipplugin"]``.

    ``store`` is the tables' ``Store`` and ``policies`` the library of policy packs; both stand on
    higher floors and are put in by the extension. ``compiled`` is where the pages keep the forms
    that they have compiled.
    """

    manager: pluggy.PluginManager
    hooks: "Hooks"
    kinds: dict[str, FieldType]
    store: Any = None
    policies: Any = None
    compiled: dict[Any, Any] = field(default_factory=dict)

    @property
    def failures(self) -> Counter[Failure]:
        """Return how often each plugin failed since the start, for ``flask yip doctor``."""
        return self.hooks.failures


def house() -> House:
    """Return the house of the application that is serving now."""
    found = current_app.extensions.get("yipplugin")
    if not isinstance(found, House):
        raise SetupRefused("This application has no yipplugin yet: call YipPlugin(app, ...) first.")
    return found


def open_house(plugins: Iterable[object] = ()) -> House:
    """Return a new house with every hook point, the answers that ship, and a host's ``plugins``."""
    manager = pluggy.PluginManager("yipplugin")
    for name in shipped.SPECS:
        manager.add_hookspecs(shipped.module(name))
    hooks = Hooks(manager)
    for name in shipped.DEFAULTS:
        manager.register(shipped.module(name), name)
    for plugin in plugins:
        _admit(manager, hooks, plugin)
    return House(manager, hooks, _kinds(hooks))


class Hooks:
    """Every hook, called by its name: ``house().hooks.yip_pupil("pupil:12")``.

    The hook's mood decides how answers are put together and what a failure costs; see
    :class:`yipplugin.marks.Mood`. An answer of the wrong shape is a failure.
    """

    def __init__(self, manager: pluggy.PluginManager) -> None:
        self.failures: Counter[Failure] = Counter()
        self._manager = manager
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

    def answered_by(self, name: str) -> list[str]:
        """Return the plugins that implement the hook ``name``, the first to be asked first."""
        return [impl.plugin_name for impl in self._implementations(name)]

    def collected(self, name: str) -> list[Answer]:
        """Return what each plugin gave to a hook that collects, beside the plugin's name."""
        return list(self._answers(self._specs[name], {}))

    def _call(self, spec: "Spec", *args: Any, **named: Any) -> Any:
        given = spec.signature.bind(*args, **named).arguments
        return _TOGETHER[spec.mood](spec, self._answers(spec, given))

    def _implementations(self, name: str) -> list[pluggy.HookImpl]:
        # pluggy keeps the one to be called first at the end.
        return list(reversed(getattr(self._manager.hook, name).get_hookimpls()))

    def _answers(self, spec: "Spec", given: dict[str, Any]) -> Iterator[Answer]:
        asked = self._implementations(spec.name)
        if spec.mood is Mood.ASK_STRICTLY:
            # What ships must not speak where a host says «nobody» by saying nothing.
            asked = [one for one in asked if one.plugin_name not in shipped.DEFAULTS] or asked
        for impl in asked:
            value, wrong = spec.heard(impl, given)
            if not wrong:
                yield Answer(impl.plugin_name, value)
                continue
            failure = Failure(spec.name, impl.plugin_name, wrong)
            if spec.mood is Mood.COLLECT:
                raise SetupRefused(f"{failure.plugin} failed in {failure.hook}: {wrong}.")
            self.failures[failure] += 1
            log.error("Plugin %s failed in %s: %s.", failure.plugin, failure.hook, wrong)
            yield Answer(impl.plugin_name, value, failure)


class Spec:
    """A hook point: its mood, its arguments, and the shape of its answers."""

    def __init__(self, name: str, function: Any) -> None:
        self.name = name
        self.mood: Mood = function.yip_mood
        self.signature: Signature = signature(function)
        self.promised: Any = get_type_hints(function)["return"]
        self.lists = get_origin(self.promised) in (list, Iterable)

    def heard(self, impl: pluggy.HookImpl, given: dict[str, Any]) -> tuple[Any, str]:
        """Ask one implementation; return what is of use in its answer, and what is wrong."""
        try:
            value = impl.function(*(given[name] for name in impl.argnames))
            if self.mood is Mood.TELL or (value is None and self.mood is not Mood.COLLECT):
                return None, ""
            return self._items(value) if self.lists else self._single(value)
        except (Exception, SystemExit) as error:  # noqa: BLE001 - a plugin may raise anything
            return None, _happened(error)

    def _single(self, value: Any) -> tuple[Any, str]:
        wrong = complaint(value, self.promised)
        return (None, f"its answer {wrong}") if wrong else (value, "")

    def _items(self, value: Any) -> tuple[Any, str]:
        # Text is iterable too, and one name must not become a list of letters.
        if isinstance(value, (str, bytes)) or not isinstance(value, Iterable):
            return None, f"its answer is {type(value).__name__}, not a list"
        item = get_args(self.promised)[0]
        looked_at = [(one, complaint(one, item)) for one in value]
        wrong = next((f"its answer holds something that {bad}" for _, bad in looked_at if bad), "")
        return [one for one, bad in looked_at if not bad], wrong


def _first(spec: Spec, answers: Iterable[Answer]) -> Any:
    for answer in answers:
        if answer.value is not None:
            return answer.value
    return [] if spec.lists else None


def _first_strictly(_: Spec, answers: Iterable[Answer]) -> Any:
    for answer in answers:
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


def _everything(_: Spec, answers: Iterable[Answer]) -> list[Any]:
    return [one for answer in answers for one in answer.value or ()]


def _told(_: Spec, answers: Iterable[Answer]) -> list[Failure]:
    return [answer.failure for answer in answers if answer.failure]


_TOGETHER: dict[Mood, Callable[[Spec, Iterable[Answer]], Any]] = {
    Mood.ASK: _first,
    Mood.ASK_STRICTLY: _first_strictly,
    Mood.ASK_ALL: _refusal,
    Mood.GATHER: _everything,
    Mood.COLLECT: _everything,
    Mood.TELL: _told,
}


def _admit(manager: pluggy.PluginManager, hooks: Hooks, plugin: object) -> None:
    """Register a host's plugin, or say what is wrong with it before anybody relies on it."""
    name = plugin.__name__ if isclass(plugin) else type(plugin).__name__
    if isclass(plugin):
        raise SetupRefused(f"{name} is a class: pass an instance of it, {name}().")
    marked = {one: manager.parse_hookimpl_opts(plugin, one) for one in dir(plugin)}
    for one, options in marked.items():
        if options is None and one.startswith("yip_"):
            raise SetupRefused(f"{name}.{one} is not marked: put @hookimpl above it.")
        if options is not None:
            _check_options(f"{name}.{one}", options.get("specname") or one, options, hooks)
    if not any(marked.values()):
        raise SetupRefused(f"{name} implements no hook: see docs/reference/hooks.md.")
    full = f"{type(plugin).__module__}.{name}"
    taken = sum(held.split("#")[0] == full for held, _ in manager.list_name_plugin())
    try:
        manager.register(plugin, f"{full}#{taken + 1}" if taken else full)
    except (pluggy.PluginValidationError, ValueError) as error:
        raise SetupRefused(f"{name} cannot be used: {error}") from error


def _check_options(what: str, hook: str, options: Any, hooks: Hooks) -> None:
    if hook not in hooks:
        raise SetupRefused(f"{what}: there is no such hook{nearest(hook, hooks)}.")
    # A wrapper sees and may change what others answer, so it could turn a refusal round.
    if options.get("wrapper") or options.get("hookwrapper"):
        raise SetupRefused(f"{what} is a wrapper: answer the hook itself instead.")


def _kinds(hooks: Hooks) -> dict[str, FieldType]:
    """Return the kinds of question by name; two of one name raise, whoever came first."""
    kinds: dict[str, FieldType] = {}
    givers: dict[str, str] = {}
    for answer in hooks.collected("yip_field_types"):
        for kind in answer.value:
            if kind.name in kinds:
                raise SetupRefused(
                    f"{answer.plugin} and {givers[kind.name]} both offer the kind «{kind.name}»:"
                    " give one of them another name."
                )
            kinds[kind.name], givers[kind.name] = kind(), answer.plugin
    return kinds


def _happened(error: BaseException) -> str:
    """Say what was raised, and where; not its message, which may hold what people wrote."""
    frame = extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} at {frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}"
