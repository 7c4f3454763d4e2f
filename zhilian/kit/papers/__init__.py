"""Official papers: what they say as plain values, drawn after GB/T 9704-2012 as Word file and as PDF."""

from .fonts import NoFont
from .paper import Block, Facts, Heading, Opinion, Paper, Paragraph, Roll, Table, document_number
from .pdf import as_pdf, faces
from .word import as_docx

__all__ = [
    "Block",
    "Facts",
    "Heading",
    "NoFont",
    "Opinion",
    "Paper",
    "Paragraph",
    "Roll",
    "Table",
    "as_docx",
    "as_pdf",
    "document_number",
    "faces",
]
