"""The content of the daily sheet: pure functions from arrays to one JSON-ready object.

Kept are codes and numbers; the words are made when somebody reads them. Each figure carries
`open`, the filters under which the list of cases shows exactly the rows it counts.
"""
