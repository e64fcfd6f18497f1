"""The commands of ``flask yip``, for whoever looks after a school's system or writes a pack."""

from flask.cli import AppGroup

from yipplugin.cli import contacts_here as _here  # noqa: F401 - adds commands to contacts
from yipplugin.cli import contacts_try as _try  # noqa: F401 - adds one more
from yipplugin.cli.contacts import contacts
from yipplugin.cli.doctor import doctor
from yipplugin.cli.init import init
from yipplugin.cli.keys import keys
from yipplugin.cli.ledger import ledger
from yipplugin.cli.policy import policy
from yipplugin.cli.story import story
from yipplugin.cli.tick import tick

yip = AppGroup("yip", help="Safeguarding: set up, check, and try out policies.")

for command in (init, doctor, keys, ledger, policy, contacts, story, tick):
    yip.add_command(command)
