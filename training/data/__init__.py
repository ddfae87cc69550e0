"""Photos for the workshop: read, parted, varied and handed out in batches."""
