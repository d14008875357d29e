"""Beats, routes, patrol points and what was walked of them (巡逻)."""
