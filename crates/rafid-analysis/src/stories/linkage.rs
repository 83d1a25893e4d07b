//! Average linkage over a sparse graph: the two groups whose members are most alike on average are joined until no two
//! groups are alike enough. (Sokal and Michener, "A statistical method for evaluating systematic relationships", 1958.)

use std::collections::BinaryHeap;

use crate::hash::Map;

/// Joins `count` nodes by their `edges` (a, b, likeness; each pair once; what is missing counts as 0). Answers a group
/// number for each node. `sizes` are the members of each node.
pub(crate) fn average_linkage(sizes: &[f32], edges: &[(u32, u32, f32)], threshold: f32) -> Vec<u32> {
    let mut size = sizes.to_vec();
    let mut sums: Vec<Map<u32, f32>> = vec![Map::default(); sizes.len()];
    let mut heap = BinaryHeap::new();
    for (a, b, sum) in edges {
        *sums[*a as usize].entry(*b).or_default() += sum;
        *sums[*b as usize].entry(*a).or_default() += sum;
    }
    for (a, links) in sums.iter().enumerate() {
        for (b, sum) in links.iter().filter(|(b, _)| a < **b as usize) {
            heap.extend(Pair::new(a as u32, *b, *sum, &size, threshold));
        }
    }
    let mut parent: Vec<u32> = (0..sizes.len() as u32).collect();
    while let Some(pair) = heap.pop() {
        let (a, b) = (pair.a as usize, pair.b as usize);
        let current = |x: usize| parent[x] == x as u32;
        if !current(a) || !current(b) || size[a] + size[b] != pair.size {
            continue;
        }
        // The one with fewer links goes into the other.
        let (from, into) = if sums[a].len() < sums[b].len() { (a, b) } else { (b, a) };
        parent[from] = into as u32;
        size[into] += size[from];
        let mut moved: Vec<(u32, f32)> = std::mem::take(&mut sums[from]).into_iter().collect();
        moved.sort_unstable_by_key(|link| link.0);
        for (other, sum) in moved {
            sums[other as usize].remove(&(from as u32));
            if other as usize != into {
                *sums[into].entry(other).or_default() += sum;
                let total = sums[into][&other];
                sums[other as usize].insert(into as u32, total);
            }
        }
        for (other, sum) in &sums[into] {
            heap.extend(Pair::new(into as u32, *other, *sum, &size, threshold));
        }
    }
    (0..sizes.len() as u32).map(|node| root(&parent, node)).collect()
}

fn root(parent: &[u32], mut node: u32) -> u32 {
    while parent[node as usize] != node {
        node = parent[node as usize];
    }
    node
}

#[derive(Debug, PartialEq)]
struct Pair {
    average: f32,
    a: u32,
    b: u32,
    /// Of both together when this was computed; tells whether it still holds.
    size: f32,
}

impl Pair {
    /// `None` where the groups are not alike enough to be joined as they are: when one of them grows they are looked at again.
    fn new(a: u32, b: u32, sum: f32, size: &[f32], threshold: f32) -> Option<Self> {
        let (x, y) = (size[a as usize], size[b as usize]);
        let average = sum / (x * y);
        (average >= threshold).then_some(Self { average, a: a.min(b), b: a.max(b), size: x + y })
    }
}

impl Eq for Pair {}

impl PartialOrd for Pair {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Pair {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.average.total_cmp(&other.average).then_with(|| (other.a, other.b).cmp(&(self.a, self.b)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(count: usize, edges: &[(u32, u32, f32)], expected: &[&[usize]]) {
        let groups = average_linkage(&vec![1.0; count], edges, 0.3);
        for group in expected {
            assert!(group.iter().all(|node| groups[*node] == groups[group[0]]), "{groups:?}");
        }
        let mut distinct = groups.clone();
        distinct.sort_unstable();
        distinct.dedup();
        assert_eq!(distinct.len(), expected.len(), "{groups:?}");
    }

    #[test]
    fn likeness_on_average_joins() {
        check(3, &[(0, 1, 0.9), (1, 2, 0.8), (0, 2, 0.7)], &[&[0, 1, 2]]);
        check(2, &[(0, 1, 0.2)], &[&[0], &[1]]);
        check(0, &[], &[]);
    }

    #[test]
    fn one_bridge_does_not_join_two_groups() {
        check(5, &[(0, 1, 0.9), (2, 3, 0.9), (1, 4, 0.4), (4, 2, 0.4)], &[&[0, 1], &[2, 3], &[4]]);
    }

    #[test]
    fn a_group_counts_as_its_members() {
        // A node of nine members that knows the other through one of them only.
        let groups = average_linkage(&[9.0, 1.0], &[(0, 1, 0.9)], 0.3);
        assert_ne!(groups[0], groups[1]);
    }
}
