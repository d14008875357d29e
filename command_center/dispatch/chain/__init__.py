"""The one chain (情指行一体化): call, checkpoints, orders and feedback, linked both ways."""
