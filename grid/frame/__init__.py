"""What every screen is made of: design tokens, components, page frame, language."""
