"""From YAML files to typed data, with every fault at its place."""
