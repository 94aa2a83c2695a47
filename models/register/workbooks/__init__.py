"""Reading and writing the published registers of certified facilities (再エネ特措法 認定公表情報).

No database here: a path goes in, typed rows and refused rows come out. See ``reader.open_workbook``.
"""
