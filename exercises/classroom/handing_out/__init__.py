"""What goes out: sets, sheets as pages and PDFs, the key, the tables to type into."""
