use std::sync::atomic::{AtomicU32, Ordering};
pub static V: [AtomicU32; 40] = {
    let mut v = [const { AtomicU32::new(0) }; 40];
    let mut i = 0;
    while i < 40 {
        v[i] = AtomicU32::new(D[i].to_bits());
        i += 1;
    }
    v
};
pub const D: [f32; 40] = {
    let mut d = [0.0; 40];
    d[0] = 0.45; // body
    d[1] = 0.35; // head
    d[2] = 0.20; // bigrams
    d[3] = 0.17; // JOIN
    d[4] = 3.0; // fade days
    d[5] = 1000.0; // background
    d[6] = 0.5; // bigram exponent
    d[7] = 1.3; // idf exponent body
    d[8] = 1.0; // idf exponent head
    d[9] = 1.0; // tf damping
    d[10] = 0.0; // min() term
    d[11] = 0.4;
    d[12] = 6.0;
    d[13] = 1.0; // cut fusion exponent
    d[14] = 1.1;
    d[15] = 0.36;
    d[16] = 1.1;
    d[17] = 0.96;
    d[18] = 0.6;
    d[19] = 0.19;
    d[20] = 0.6;
    d[21] = 1.6;
    d[22] = 100.0;
    d[23] = 2.5;
    d[24] = 0.24;
    d[25] = 0.8;
    d[26] = 0.7;
    d[27] = 0.6;
    d[28] = 0.36;
    d[29] = 0.0;
    d[30] = 0.18;
    d[31] = 0.7;
    d[32] = 0.0;
    d[36] = 1.6;
    d[33] = 1.0;
    d[34] = 0.4;
    d[35] = 7.0;
    d
};
pub fn t(i: usize) -> f32 {
    f32::from_bits(V[i].load(Ordering::Relaxed))
}
pub fn set(i: usize, v: f32) {
    V[i].store(v.to_bits(), Ordering::Relaxed)
}
pub fn init() {
    for i in 0..40 {
        set(i, D[i])
    }
}
