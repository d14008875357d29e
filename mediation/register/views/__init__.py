"""Pages of the register of disputes."""
