"""Which names does the program know, and what do they mean?"""
