"""Daily sheets (日研判) with their proposals and what these led to."""
