"""From the bytes of a file to rows that say what they mean. Nothing here knows a database."""
