"""REST of cases."""
