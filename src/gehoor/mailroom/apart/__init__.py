"""Reading a mail, apart: a process of its own, with little time and memory, that knows no database and no Django.

Whoever writes us decides what is in a mail, and parsers of mail have been made to burn and to fall over. Here that costs one mail.
"""
