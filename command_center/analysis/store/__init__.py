"""What the analysis reads: views without persons, and counts by day (统计汇总)."""
