"""What kept sessions tell: lists, comparisons, how answers went over time, and files of them."""
