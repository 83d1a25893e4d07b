//! What a text is about beyond its words: the mean of its words' vectors.

pub const DIMS: usize = 48;
