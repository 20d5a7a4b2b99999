"""Tests of the words: locale files, prompt texts, composing."""
