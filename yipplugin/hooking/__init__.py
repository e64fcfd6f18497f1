"""One application's plugins, and what happens when one of them fails, hangs, or lies.

``plain`` makes answers plain, ``spec`` asks one plugin, ``waiting`` bounds the wait, ``asking``
puts answers together, ``admitting`` lets plugins in, ``distributions`` finds those of other
distributions, ``furnishing`` makes the house of it all.
"""

from yipplugin.hooking.aftermath import failed_now as failed_now
from yipplugin.hooking.asking import Answer as Answer
from yipplugin.hooking.asking import Hooks as Hooks
from yipplugin.hooking.distributions import distribution_of as distribution_of
from yipplugin.hooking.distributions import installed as installed
from yipplugin.hooking.distributions import offered as offered
from yipplugin.hooking.failures import Failure as Failure
from yipplugin.hooking.furnishing import House as House
from yipplugin.hooking.furnishing import house as house
from yipplugin.hooking.furnishing import open_house as open_house
