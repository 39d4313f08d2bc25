"""What `doctor` looks at. Each check stands alone: what it raises is a finding, and the others go on."""
