"""Which events of several articles are one?"""
