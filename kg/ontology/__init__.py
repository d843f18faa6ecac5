"""Which terms, types, shapes and questions does the program ship, and are they well formed?"""
