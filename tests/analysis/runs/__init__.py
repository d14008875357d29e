"""Tests of the analysis: runs."""
