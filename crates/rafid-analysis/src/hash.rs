//! Words as numbers, for digests. The hash is stored: changing it means raising [`crate::VERSION`].

use xxhash_rust::xxh3::xxh3_64;

/// 32 bits of XXH3 of a folded word.
pub(crate) fn word(text: &str) -> u32 {
    xxh3_64(text.as_bytes()) as u32
}

/// Mixes two hashes; the order counts.
pub(crate) fn pair(a: u32, b: u32) -> u32 {
    let mixed = (u64::from(a) << 32 | u64::from(b)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    ((mixed ^ (mixed >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9) >> 32) as u32
}

/// Mixes three hashes; the order counts.
pub(crate) fn triple(a: u32, b: u32, c: u32) -> u32 {
    pair(pair(a, b), c)
}

/// For maps whose keys are hashes or small numbers already: one multiplication.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Spread(u64);

impl std::hash::Hasher for Spread {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_u64(u64::from(*byte)));
    }

    fn write_u32(&mut self, value: u32) {
        self.write_u64(u64::from(value));
    }

    fn write_i64(&mut self, value: i64) {
        self.write_u64(value as u64);
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = (self.0.rotate_left(5) ^ value).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }
}

pub(crate) type Map<K, V> = std::collections::HashMap<K, V, std::hash::BuildHasherDefault<Spread>>;
pub(crate) type Set<K> = std::collections::HashSet<K, std::hash::BuildHasherDefault<Spread>>;
