"""The pages of the answer report, made from the rows of one version: in public, and of a draft."""
