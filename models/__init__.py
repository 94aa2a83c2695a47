"""The domain: tables, rules, decisions. Nothing here knows HTTP; each package imports only those below it.

From the lowest: db, clock, errors, settings < reference < audit < mail < organisations < accounts < legal < consent
< training < catalogue < register < access < certifications < cataloguing < demonstration, inspection.
"""
