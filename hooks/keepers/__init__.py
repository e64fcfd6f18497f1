"""Plugins that keep checkpoints of the ledger elsewhere, to be passed by a host beside its own."""
