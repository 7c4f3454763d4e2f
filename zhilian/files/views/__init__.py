"""Pages of the files: the download of attachments and the imports."""
