"""What the end-to-end tests and the benchmarks share: the process under test, tokens, a receiver of callbacks."""
