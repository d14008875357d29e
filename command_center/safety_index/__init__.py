"""The safety index (平安指数) of towns and the incident index (警情指数) of compounds."""
