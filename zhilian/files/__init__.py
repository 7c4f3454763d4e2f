"""Files: attachments stored once and checked, and spreadsheets on their way in; access is asked of the owning room."""
