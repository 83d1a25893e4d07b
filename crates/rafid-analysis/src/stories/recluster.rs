//! The recent window clustered again, with story ids that survive it.

use rafid_core::{StoryId, StoryMerge};

use super::linkage::average_linkage;
use super::settle::Outcome;
use super::window::Window;
use crate::hash::{Map, Set};

/// Likeness on average from which articles share a story.
pub(super) const JOIN: f32 = 0.16;

impl Window {
    /// Clusters again what new articles can have changed: the parts of the window that strong edges tie to them.
    pub(super) fn recluster(&mut self, outcome: &mut Outcome) {
        let affected = self.affected();
        self.dirty.clear();
        let (nodes, loose): (Vec<u32>, Vec<u32>) =
            affected.into_iter().partition(|number| self.member(*number).is_some_and(|member| member.ties()));
        // Whoever carries another's text whole stands where that other stands.
        let known: Set<u32> = nodes.iter().copied().collect();
        let next = |number: u32| self.member(number).and_then(|member| self.head(member)).filter(|head| known.contains(head));
        let head = |number: &u32| std::iter::successors(Some(*number), |number| next(*number)).last().unwrap_or(*number);
        let heads: Vec<u32> = nodes.iter().map(head).collect();
        let mut standing: Vec<u32> = heads.clone();
        standing.sort_unstable();
        standing.dedup();
        let place = |head: &u32| standing.binary_search(head).unwrap_or_default() as u32;
        let places: Map<u32, u32> = nodes.iter().zip(&heads).map(|(number, head)| (*number, place(head))).collect();
        let groups = average_linkage(&vec![1.0; standing.len()], &self.edges_between(&nodes, &places), JOIN);
        let mut members: Map<u32, Vec<u32>> = Map::default();
        for number in &nodes {
            members.entry(groups[places[number] as usize]).or_default().push(*number);
        }
        let mut clusters: Vec<Vec<u32>> = members.into_values().collect();
        clusters.sort_unstable_by(|a, b| b.len().cmp(&a.len()).then(a[0].cmp(&b[0])));
        self.rename(clusters, outcome);
        for number in loose {
            self.place_loose(number, outcome);
        }
    }

    /// The edges between places, each pair once, with the greatest likeness of their members.
    fn edges_between(&self, nodes: &[u32], places: &Map<u32, u32>) -> Vec<(u32, u32, f32)> {
        let mut edges = Vec::new();
        for number in nodes {
            let Some(place) = places.get(number) else { continue };
            for (other, likeness) in self.member(*number).into_iter().flat_map(|member| &member.edges) {
                if let Some(other) = places.get(other).filter(|other| place < other) {
                    edges.push((*place, *other, *likeness));
                }
            }
        }
        edges.sort_unstable_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)).then(b.2.total_cmp(&a.2)));
        edges.dedup_by_key(|edge| (edge.0, edge.1));
        edges
    }

    /// An article that does not tie stories goes where it is close enough, or stays by itself.
    fn place_loose(&mut self, number: u32, outcome: &mut Outcome) {
        let Some(member) = self.member(number) else { return };
        let (own, from) = (StoryId(member.id.0), member.story);
        let story = self.nearest_story(member).unwrap_or(own);
        if from == own && story != own {
            self.retired.insert(own);
            outcome.merge(StoryMerge { from: own, into: story });
        } else if story == own {
            self.retired.remove(&own);
        }
        self.move_to(number, story, outcome);
    }

    /// What new members can have changed: their stories, and the stories that edges of at least [`JOIN`] tie to these. Further along
    /// the chains little changes, and in a full window the chains reach nearly everywhere.
    fn affected(&mut self) -> Vec<u32> {
        let mut seen: Set<u32> = Set::default();
        let dirty: Vec<u32> = self.dirty.iter().copied().filter(|number| *number >= self.first).collect();
        let near = self.whole_stories(dirty, &mut seen);
        let tied = |number: &u32| {
            let edges = self.member(*number).map(|member| member.edges.as_slice()).unwrap_or_default();
            edges.iter().filter(|edge| edge.1 >= JOIN).map(|edge| edge.0)
        };
        let further = near.iter().flat_map(tied).collect();
        self.whole_stories(further, &mut seen);
        let mut nodes: Vec<u32> = seen.into_iter().collect();
        nodes.sort_unstable();
        nodes
    }

    /// Adds members and all of their stories to `seen`, with their edges known. Answers what was added.
    fn whole_stories(&mut self, mut stack: Vec<u32>, seen: &mut Set<u32>) -> Vec<u32> {
        let mut added = Vec::new();
        let mut stories: Set<StoryId> = Set::default();
        while let Some(number) = stack.pop() {
            if seen.contains(&number) {
                continue;
            }
            self.link_up(number);
            let Some(member) = self.member(number) else { continue };
            seen.insert(number);
            added.push(number);
            if stories.insert(member.story) {
                stack.extend(self.stories.get(&member.story).into_iter().flatten().filter(|other| !seen.contains(other)));
            }
        }
        added
    }

    /// Gives each cluster the id of the story from which most of its members come; each id goes to one cluster.
    fn rename(&mut self, clusters: Vec<Vec<u32>>, outcome: &mut Outcome) {
        let mut votes: Vec<(usize, usize, StoryId)> = Vec::new();
        for (place, cluster) in clusters.iter().enumerate() {
            let mut counts: Map<StoryId, usize> = Map::default();
            for member in cluster.iter().filter_map(|number| self.member(*number)) {
                *counts.entry(member.story).or_default() += 1;
            }
            votes.extend(counts.into_iter().map(|(story, count)| (count, place, story)));
        }
        votes.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.2.cmp(&b.2)).then(a.1.cmp(&b.1)));
        let mut names: Vec<Option<StoryId>> = vec![None; clusters.len()];
        let mut heirs: Map<StoryId, usize> = Map::default();
        for (_, place, story) in &votes {
            if names[*place].is_none() && !heirs.contains_key(story) {
                names[*place] = Some(*story);
                heirs.insert(*story, *place);
            }
        }
        let mut taken: Set<StoryId> = votes.iter().map(|vote| vote.2).collect();
        for (place, cluster) in clusters.iter().enumerate() {
            if names[place].is_none() {
                let own = cluster.iter().filter_map(|number| self.member(*number)).map(|member| StoryId(member.id.0));
                let free: Vec<StoryId> = own.filter(|id| !taken.contains(id) && !self.stories.contains_key(id)).collect();
                let name = free.iter().find(|id| !self.retired.contains(id)).or(free.first()).copied();
                names[place] = name;
                taken.extend(name);
            }
        }
        // An id that no cluster took leads to where most of its members went.
        let mut lost: Set<StoryId> = Set::default();
        for (_, place, story) in &votes {
            if !heirs.contains_key(story)
                && lost.insert(*story)
                && let Some(into) = names[*place]
            {
                self.retired.insert(*story);
                outcome.merge(StoryMerge { from: *story, into });
            }
        }
        for (cluster, name) in clusters.iter().zip(names) {
            let Some(name) = name else { continue };
            self.retired.remove(&name);
            for number in cluster {
                self.move_to(*number, name, outcome);
            }
        }
    }

    fn move_to(&mut self, number: u32, story: StoryId, outcome: &mut Outcome) {
        let Some(member) = self.member_mut(number) else { return };
        let from = std::mem::replace(&mut member.story, story);
        if from == story {
            return;
        }
        outcome.assign(member.intent());
        outcome.touched.extend([from, story]);
        if let Some(list) = self.stories.get_mut(&from) {
            list.retain(|other| *other != number);
            if list.is_empty() {
                self.stories.remove(&from);
            }
        }
        self.stories.entry(story).or_default().push(number);
    }
}
