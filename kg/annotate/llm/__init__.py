"""What does a language model behind a chat-completions endpoint see, of which every quote is verified?"""
