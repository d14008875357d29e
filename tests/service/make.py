"""Work on the ground for the tests."""
