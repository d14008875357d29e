"""Normal and major mode (平战结合): who has the say over dispatch."""
