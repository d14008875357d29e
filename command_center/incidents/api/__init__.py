"""REST of incidents: thin views over services and selectors."""
