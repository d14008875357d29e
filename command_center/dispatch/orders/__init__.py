"""Direct orders and warning orders (警令), each acknowledged by each receiver."""
