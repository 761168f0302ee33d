"""The Inspector's Maths page: where a unit's or a weight's number comes from, term by term."""
