//! Gradient boosting with symmetric trees (one question a level, as in CatBoost: Prokhorenkova et al., 2018) under the logistic
//! loss with soft labels (Friedman, "Greedy function approximation", 2001).

/// One example: features as numbers of bins, a wanted value of 0 to 1, a weight.
pub struct Row {
    pub bins: Vec<u8>,
    pub wanted: f32,
    pub weight: f32,
}

/// `questions` are (feature, bin): is the value's bin above it?
pub struct Tree {
    pub questions: Vec<(usize, u8)>,
    pub leaves: Vec<f32>,
}

pub struct Params {
    pub trees: usize,
    pub depth: usize,
    pub rate: f32,
    /// Added to a leaf's curvature: what one leaf can say of few examples is little.
    pub calm: f32,
}

/// Borders between bins: at most 63, each with about as many values between.
pub fn borders(mut values: Vec<f32>) -> Vec<f32> {
    values.sort_unstable_by(f32::total_cmp);
    let mut out: Vec<f32> = (1..64).map(|part| values[(values.len() - 1) * part / 64]).collect();
    out.dedup();
    // A border at the greatest value divides nothing.
    if out.last() == values.last() {
        out.pop();
    }
    out
}

pub fn bin(borders: &[f32], value: f32) -> u8 {
    borders.partition_point(|border| value > *border) as u8
}

fn chance(sum: f32) -> f32 {
    1.0 / (1.0 + (-sum).exp())
}

/// Trains; deterministic. `seed` chooses which features each tree may ask about.
pub fn train(rows: &[Row], bins: &[usize], params: &Params, seed: u64) -> Vec<Tree> {
    let mut state = seed | 1;
    let mut sums = vec![0.0f32; rows.len()];
    let mut trees = Vec::new();
    for _ in 0..params.trees {
        let slopes: Vec<(f32, f32)> = rows
            .iter()
            .zip(&sums)
            .map(|(row, sum)| {
                let p = chance(*sum);
                ((row.wanted - p) * row.weight, (p * (1.0 - p)).max(1e-4) * row.weight)
            })
            .collect();
        let mut places = vec![0usize; rows.len()];
        let mut questions: Vec<(usize, u8)> = Vec::new();
        for level in 0..params.depth {
            let leaves = 1 << level;
            let mut best = (0.0f32, 0usize, 0u8);
            for (feature, count) in bins.iter().enumerate().filter(|(_, count)| **count > 1) {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                // Three features in five.
                if (state >> 33) % 5 >= 3 {
                    continue;
                }
                let mut cells = vec![(0.0f32, 0.0f32); leaves * count];
                for ((row, place), slope) in rows.iter().zip(&places).zip(&slopes) {
                    let cell = &mut cells[place * count + usize::from(row.bins[feature])];
                    *cell = (cell.0 + slope.0, cell.1 + slope.1);
                }
                let mut gains = vec![0.0f32; *count - 1];
                for leaf in cells.chunks(*count) {
                    let all = leaf.iter().fold((0.0, 0.0), |a, b| (a.0 + b.0, a.1 + b.1));
                    let mut low = (0.0, 0.0);
                    for (gain, cell) in gains.iter_mut().zip(leaf) {
                        low = (low.0 + cell.0, low.1 + cell.1);
                        let worth = |g: f32, h: f32| g * g / (h + params.calm);
                        *gain += worth(low.0, low.1) + worth(all.0 - low.0, all.1 - low.1);
                    }
                }
                for (border, gain) in gains.iter().enumerate() {
                    if *gain > best.0 {
                        best = (*gain, feature, border as u8);
                    }
                }
            }
            for (place, row) in places.iter_mut().zip(rows) {
                *place = *place * 2 + usize::from(row.bins[best.1] > best.2);
            }
            questions.push((best.1, best.2));
        }
        let mut totals = vec![(0.0f32, 0.0f32); 1 << params.depth];
        for (place, slope) in places.iter().zip(&slopes) {
            totals[*place] = (totals[*place].0 + slope.0, totals[*place].1 + slope.1);
        }
        let leaves: Vec<f32> = totals.iter().map(|(g, h)| params.rate * g / (h + params.calm)).collect();
        for (sum, place) in sums.iter_mut().zip(&places) {
            *sum += leaves[*place];
        }
        trees.push(Tree { questions, leaves });
    }
    trees
}
