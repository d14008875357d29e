"""Tests of the analysis: store."""
