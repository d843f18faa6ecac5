"""In which form does an answer travel, and how is a request refused?"""
