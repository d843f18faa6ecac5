"""How does a file become an `Article`?"""
