"""What a session found as FHIR R4B resources, for a clinic's own records (docs/FHIR.md)."""
