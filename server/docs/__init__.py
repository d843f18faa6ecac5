"""How is Dateline used, and how does it compare?"""
