"""What comes in: files, codes, PDFs and typed tables, each read as answers or set aside with a reason."""
