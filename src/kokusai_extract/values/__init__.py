"""Printed text to typed values: money, dates, names, numbers of every style."""
