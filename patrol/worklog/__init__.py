"""The patrol work log (大巡防): stops, finds, services, results, supervision."""
