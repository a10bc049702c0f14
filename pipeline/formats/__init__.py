"""Readers of formats other than PDF."""
