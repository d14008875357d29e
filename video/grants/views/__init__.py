"""Pages of granted cameras, of grants and of trainings."""
