"""How does a query run in a process of its own, held to time, memory and rows?"""
