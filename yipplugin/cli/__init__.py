"""The commands of ``flask yip``, for whoever looks after a school's system or writes a pack."""

from flask.cli import AppGroup

from yipplugin.cli.doctor import doctor
from yipplugin.cli.init import init
from yipplugin.cli.policy import policy
from yipplugin.cli.story import story
from yipplugin.cli.tick import tick

yip = AppGroup("yip", help="Safeguarding: set up, check, and try out policies.")

for command in (init, doctor, policy, story, tick):
    yip.add_command(command)
