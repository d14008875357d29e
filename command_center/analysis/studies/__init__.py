"""Studies that cite studies (二次研判), and joint operations (合成作战)."""
