"""The figures of response (接处警时效): each stage, median and P90, opened to its calls."""
