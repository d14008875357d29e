"""Work on the ground: visits (走访), errands (代办), inspections (检查), hazards (隐患)."""
