"""Other ways to take a message in: easy read, read aloud by a person, large print, braille.

Easy read and sound are made by people, each from exactly the words that it was made from, and approved by somebody
else; large print and braille are made from the published words whenever somebody asks. Nothing is invented: what
there is not, is not offered (docs/decisions/0020).
"""
