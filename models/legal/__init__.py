"""Terms of use, privacy policy, notices and purposes of use: words the whole system stands on (M14)."""
