"""Wiring: settings in, an application that serves out."""

from api.main.application import create_app, wire

__all__ = ["create_app", "wire"]
