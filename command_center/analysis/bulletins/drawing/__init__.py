"""The parts of a bulletin drawn: as charts for every medium, as PDF and as DOCX."""
