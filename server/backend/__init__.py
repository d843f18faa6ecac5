"""How does the server answer from a store that is not its own?"""
