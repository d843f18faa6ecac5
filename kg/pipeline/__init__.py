"""How does a folder of articles become a snapshot, and how does a snapshot change?"""
