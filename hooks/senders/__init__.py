"""Plugins that pass signed referrals on, to be passed by a host beside its own."""
