"""What people do with plans, containments and posts; each ends with its facts."""
