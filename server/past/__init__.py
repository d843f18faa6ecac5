"""What was known before, and what changed since?"""
