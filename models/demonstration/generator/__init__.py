"""A made-up register of any size: the same seed gives the same bytes, and no person or company in it exists.

Its shape (places, sources, outputs, months, parcels, facilities of one operator) follows the counts in
``models/reference/data/stats``; its names are words of weather and stars, which nobody bears.
"""

from models.demonstration.generator.certification import DemonstrationCertification, certifications

__all__ = ["DemonstrationCertification", "certifications"]
