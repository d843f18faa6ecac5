"""Who and what takes part, and which words mean them?"""
