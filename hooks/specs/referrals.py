"""Passing a signed referral on."""

from yipplugin.marks import hand_over
from yipplugin.referral import Receipt, Sending


@hand_over
def yip_send_referral(sending: Sending) -> Receipt | None:
    """Pass a signed referral on to an authority, by mail or into its system.

    Called by ``flask yip tick``, outside a request, after somebody has signed a form whose pack
    says ``mail`` or ``webhook``. Answer ``None`` for what is not yours to send. Say ``taken`` only
    where their side has said so, and ``not taken`` only where it is certain that nothing arrived:
    it is tried again then. ``yipplugin.hooks.senders`` has plugins for both ways.

    The first answer counts. A plugin that fails or takes too long may have sent it: mail is never
    sent again after that, and the safeguarding lead is told to ring. By ``webhook`` it is sent
    again with the same ``key``, by which their system knows it.

    Example::

        @hookimpl
        def yip_send_referral(self, sending):
            if sending.way != "mail":
                return None
            number = self.secure_mail.send(sending.address, sending.title, sending.text)
            return Receipt("taken", "handed to the county's secure mail", number)
    """
