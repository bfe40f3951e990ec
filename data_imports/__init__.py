"""Files in, evidence out: uploads, students without names, results, packets."""
