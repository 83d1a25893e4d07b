//! Average linkage over a sparse graph: the two groups whose members are most alike on average are joined until no two
//! groups are alike enough. (Sokal and Michener, "A statistical method for evaluating systematic relationships", 1958.)

use std::collections::BinaryHeap;

/// Joins nodes by their `edges` (a, b, likeness; each pair once; what is missing counts as 0). Answers a group number for each node.
/// `sizes` are the members of each node.
///
/// An average is never above its highest part: groups that no edge of at least `threshold` ties, over any chain, never join, so that the
/// edges between them need not be looked at.
pub(crate) fn average_linkage(sizes: &[f32], edges: &[(u32, u32, f32)], threshold: f32) -> Vec<u32> {
    let mut size = sizes.to_vec();
    let mut parent: Vec<u32> = (0..sizes.len() as u32).collect();
    for (a, b, _) in edges.iter().filter(|edge| edge.2 >= threshold) {
        let (a, b) = (root(&mut parent, *a), root(&mut parent, *b));
        parent[a.max(b) as usize] = a.min(b);
    }
    let chain: Vec<u32> = (0..sizes.len() as u32).map(|node| root(&mut parent, node)).collect();
    let mut links: Vec<Links> = vec![Links::default(); sizes.len()];
    for (a, b, sum) in edges.iter().filter(|edge| chain[edge.0 as usize] == chain[edge.1 as usize]) {
        links[*a as usize].0.push((*b, *sum));
        links[*b as usize].0.push((*a, *sum));
    }
    let mut heap = BinaryHeap::new();
    for (a, links) in links.iter_mut().enumerate() {
        links.0.sort_unstable_by_key(|link| link.0);
        for (b, sum) in links.0.iter().filter(|(b, _)| a < *b as usize) {
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
        let (from, into) = if links[a].0.len() < links[b].0.len() { (a, b) } else { (b, a) };
        parent[from] = into as u32;
        size[into] += size[from];
        let moved = std::mem::take(&mut links[from]);
        for (other, sum) in moved.0 {
            let total = if other as usize == into { None } else { Some(sum + links[into].sum(other)) };
            links[other as usize].replace(from as u32, total.map(|total| (into as u32, total)));
            if let Some(total) = total {
                links[into].set(other, total);
            }
        }
        for (other, sum) in &links[into].0 {
            heap.extend(Pair::new(into as u32, *other, *sum, &size, threshold));
        }
    }
    (0..sizes.len() as u32).map(|node| root(&mut parent, node)).collect()
}

/// The groups that one is alike with and the sum of the likeness of their pairs, by number.
#[derive(Debug, Clone, Default)]
struct Links(Vec<(u32, f32)>);

impl Links {
    fn place(&self, to: u32) -> Result<usize, usize> {
        self.0.binary_search_by_key(&to, |link| link.0)
    }

    fn sum(&self, to: u32) -> f32 {
        self.place(to).map_or(0.0, |place| self.0[place].1)
    }

    fn set(&mut self, to: u32, sum: f32) {
        match self.place(to) {
            Ok(place) => self.0[place].1 = sum,
            Err(place) => self.0.insert(place, (to, sum)),
        }
    }

    /// Takes the link to one group out and sets one to another.
    fn replace(&mut self, gone: u32, new: Option<(u32, f32)>) {
        if let Ok(place) = self.place(gone) {
            self.0.remove(place);
        }
        if let Some((to, sum)) = new {
            self.set(to, sum);
        }
    }
}

/// The group of a node; halves the way there.
fn root(parent: &mut [u32], mut node: u32) -> u32 {
    while parent[node as usize] != node {
        parent[node as usize] = parent[parent[node as usize] as usize];
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
