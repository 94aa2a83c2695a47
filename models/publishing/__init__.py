"""New versions of the terms, the policy and the six items: drafted, compared, published by two persons (M14, M15)."""
