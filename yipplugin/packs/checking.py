"""Checks a pack as a whole: what no single key can be wrong about."""

from yipplugin.packs.asking import check_asking
from yipplugin.packs.carrying import check_carrying
from yipplugin.packs.feeding import check_feeding
from yipplugin.packs.holding import check_holding
from yipplugin.packs.lasting import check_lasting
from yipplugin.packs.meeting import check_meeting
from yipplugin.packs.moments import check_moments
from yipplugin.packs.numbers import check_numbers
from yipplugin.packs.reader import Reader
from yipplugin.packs.registers import check_registers
from yipplugin.packs.waiting import check_waiting
from yipplugin.packs.wording import check_wording
from yipplugin.policy import Policy


def check_policy(reader: Reader, policy: Policy) -> None:
    """Note every problem of the policy as a whole."""
    check_asking(reader, policy)
    check_wording(reader, policy)
    feeding = check_feeding(reader, policy)
    check_numbers(reader, policy, feeding)
    check_lasting(reader, policy)
    check_meeting(reader, policy)
    check_moments(reader, policy, feeding)
    check_registers(reader, policy)
    check_holding(reader, policy, feeding)
    check_waiting(reader, policy, feeding)
    check_carrying(reader, policy)
