"""Whether the deployment is fit to work: readiness, and the doctor's checks in plain words."""
