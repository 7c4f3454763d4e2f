"""Pure helpers without Django, database or clock.

Working time, credit codes, industries and firm sizes, text, phones, money, dates, sort keys, the hardened reading of
spreadsheets and the drawing of official papers live here. Every function takes its facts as arguments and returns a
value, so each can be tested alone and used from any room. Errors carry a code or a sentence; the rooms above turn the
code into a sentence in the reader's language.
"""
