"""The dispatcher's page (接警台), map layers, wall display, supervisor view."""
