"""REST of the ledger: the log, the registers, webhooks, obligations."""
