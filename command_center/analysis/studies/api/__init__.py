"""REST of studies, joint operations and followed series."""
