"""Who is acting, and whether they are who they say: plugins that answer well, wrongly, or not."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from flask import current_app
from flask_login import LoginManager, UserMixin, login_user

from yipplugin import Actor, hookimpl

TEACHER = Actor("12", "Amara Obi", frozenset({"staff"}))


class User(UserMixin):
    def __init__(self, key, name="Amara Obi", active=True):
        self.id, self.name, self.active = key, name, active

    @property
    def is_active(self):
        return self.active

    # Flask-Login's own mixin would say no here too; many hosts write theirs without it.
    is_authenticated = True


class Roles:
    @hookimpl
    def yip_roles(self, user):
        return ["staff", "dsl"]


def sign_in(user):
    manager = LoginManager(current_app)
    manager.user_loader(lambda key: user)
    manager.login_view = "door"
    current_app.add_url_rule("/door", "door", lambda: "")
    login_user(user, force=True)


def test_yip_actor_is_read_from_flask_login(hooks_with):
    hooks = hooks_with(Roles())
    sign_in(User(12))
    assert hooks.yip_actor() == Actor("12", "Amara Obi", frozenset({"staff", "dsl"}))


def test_yip_actor_is_nobody_without_flask_login(hooks_with):
    assert hooks_with().yip_actor() is None


def test_yip_actor_is_nobody_before_sign_in(hooks_with):
    hooks = hooks_with(Roles())
    LoginManager(current_app)
    assert hooks.yip_actor() is None


def test_yip_actor_is_nobody_while_the_account_is_suspended(hooks_with):
    hooks = hooks_with(Roles())
    sign_in(User(12, active=False))
    assert hooks.yip_actor() is None


def test_yip_actor_keeps_to_the_key_where_the_session_has_a_token(hooks_with):
    class Tokened(User):
        def get_id(self):
            return "changes-with-each-session"

    hooks = hooks_with(Roles())
    sign_in(Tokened(12))
    assert hooks.yip_actor().ref == "12"


def test_yip_actor_reads_names_that_are_methods(hooks_with):
    class Named(User):
        def name_of(self):
            return "Kit Moss"

    hooks = hooks_with(Roles())
    user = Named(12)
    user.name = user.name_of
    sign_in(user)
    assert hooks.yip_actor().name == "Kit Moss"


def test_yip_actor_of_a_host_comes_before_flask_login(hooks_with):
    class Own:
        @hookimpl
        def yip_actor(self):
            return replace(TEACHER, ref="own:1")

    hooks = hooks_with(Roles(), Own())
    sign_in(User(12))
    assert hooks.yip_actor().ref == "own:1"


def test_yip_actor_stays_nobody_when_the_host_says_nobody(hooks_with):
    class Nobody:
        @hookimpl
        def yip_actor(self):
            return None

    hooks = hooks_with(Roles(), Nobody())
    sign_in(User(12))
    assert hooks.yip_actor() is None


@pytest.mark.parametrize("rubbish", ["dsl", {"dsl"}, replace(TEACHER, roles=["dsl"]), 1 / 3])
def test_yip_actor_is_nobody_when_a_plugin_fails(hooks_with, rubbish):
    class Broken:
        @hookimpl
        def yip_actor(self):
            if rubbish == 1 / 3:
                raise LookupError("Robin Ash")
            return rubbish

    hooks = hooks_with(Roles(), Broken())
    sign_in(User(12))
    assert hooks.yip_actor() is None
    assert sum(hooks.failures.values()) == 1


def test_yip_roles_are_united(hooks_with):
    class More:
        @hookimpl
        def yip_roles(self):
            return {"head"}

    assert set(hooks_with(Roles(), More()).yip_roles(object())) == {"staff", "dsl", "head"}


@pytest.mark.parametrize("rubbish", ["dsl", b"dsl", 3, [3]])
def test_yip_roles_of_the_wrong_shape_add_nothing(hooks_with, rubbish):
    class Broken:
        @hookimpl
        def yip_roles(self):
            return rubbish

    hooks = hooks_with(Roles(), Broken())
    assert set(hooks.yip_roles(object())) == {"staff", "dsl"}
    assert sum(hooks.failures.values()) == 1


def test_yip_roles_that_fail_add_nothing(hooks_with):
    class Broken:
        @hookimpl
        def yip_roles(self):
            yield "head"
            raise LookupError

    assert set(hooks_with(Broken()).yip_roles(object())) == set()


def test_yip_roles_of_somebody_else_are_asked_of_flask_login(hooks_with):
    class ByJob:
        @hookimpl
        def yip_roles(self, user):
            return ["staff", user.name]

    hooks = hooks_with(ByJob())
    manager = LoginManager(current_app)
    manager.user_loader({"7": User(7, "dsl")}.get)
    assert set(hooks.yip_roles_of("7", "school")) == {"staff", "dsl"}
    assert set(hooks.yip_roles_of("8", "school")) == set()


def test_yip_roles_of_nobody_without_flask_login(hooks_with):
    assert set(hooks_with(Roles()).yip_roles_of("7", "school")) == set()


def test_yip_roles_of_a_host_are_united_with_what_ships(hooks_with):
    class Mis:
        @hookimpl
        def yip_roles_of(self, ref, school):
            return ["head"] if (ref, school) == ("7", "north") else []

    hooks = hooks_with(Roles(), Mis())
    LoginManager(current_app).user_loader(lambda key: User(key))
    assert set(hooks.yip_roles_of("7", "north")) == {"staff", "dsl", "head"}
    assert set(hooks.yip_roles_of("7", "south")) == {"staff", "dsl"}


def test_yip_roles_of_that_fail_add_nothing(hooks_with):
    class Broken:
        @hookimpl
        def yip_roles_of(self, ref):
            raise LookupError(ref)

    hooks = hooks_with(Broken())
    assert set(hooks.yip_roles_of("7", "school")) == set()
    assert sum(hooks.failures.values()) == 1


def test_yip_roles_of_never_holds_what_only_our_own_tables_give(hooks_with):
    class Mis:
        @hookimpl
        def yip_roles_of(self, ref):
            return ["case_team", "staff"]

    assert set(hooks_with(Mis()).yip_roles_of("7", "school")) == {"staff"}


def test_yip_password_is_right_is_the_hosts_word(hooks_with):
    class Mis:
        @hookimpl
        def yip_password_is_right(self, actor, password):
            return password == "ajar"

    hooks = hooks_with(Mis())
    assert hooks.yip_password_is_right(TEACHER, "ajar") is True
    assert hooks.yip_password_is_right(TEACHER, "shut") is False
    assert hooks_with().yip_password_is_right(TEACHER, "ajar") is None


@pytest.mark.parametrize("rubbish", [1, "yes", TEACHER, LookupError])
def test_yip_password_is_right_never_by_a_failure(hooks_with, rubbish):
    class Broken:
        @hookimpl(tryfirst=True)
        def yip_password_is_right(self):
            if rubbish is LookupError:
                raise rubbish
            return rubbish

    class Careless:
        @hookimpl
        def yip_password_is_right(self):
            return True

    assert hooks_with(Careless(), Broken()).yip_password_is_right(TEACHER, "shut") is None


def test_yip_confirmed_at_is_the_hosts_word(hooks_with):
    moment = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)

    class Mis:
        @hookimpl
        def yip_confirmed_at(self, actor):
            return moment

    assert hooks_with(Mis()).yip_confirmed_at(TEACHER) == moment
    assert hooks_with().yip_confirmed_at(TEACHER) is None


@pytest.mark.parametrize("rubbish", [datetime(2026, 3, 2, 9, 30), 1772443800, LookupError])
def test_yip_confirmed_at_is_never_by_a_failure(hooks_with, rubbish):
    class Broken:
        @hookimpl
        def yip_confirmed_at(self):
            if rubbish is LookupError:
                raise rubbish
            return rubbish

    assert hooks_with(Broken()).yip_confirmed_at(TEACHER) is None


def test_yip_confirm_url_is_the_hosts(hooks_with):
    class Mis:
        @hookimpl
        def yip_confirm_url(self, next_url):
            return f"/confirm?next={next_url}"

    class Broken:
        @hookimpl
        def yip_confirm_url(self):
            return ["/confirm"]

    assert hooks_with(Mis(), Broken()).yip_confirm_url("/x") == "/confirm?next=/x"
    assert hooks_with().yip_confirm_url("/x") is None


def test_yip_sign_in_url_follows_flask_login(hooks_with):
    hooks = hooks_with()
    assert hooks.yip_sign_in_url("/safeguarding/") is None
    sign_in(User(12))
    assert hooks.yip_sign_in_url("/safeguarding/") == "/door?next=%2Fsafeguarding%2F"


def test_yip_sign_in_url_of_a_failing_plugin_is_passed_over(hooks_with):
    class Broken:
        @hookimpl
        def yip_sign_in_url(self):
            raise LookupError

    hooks = hooks_with(Broken())
    sign_in(User(12))
    assert hooks.yip_sign_in_url("/x") == "/door?next=%2Fx"
