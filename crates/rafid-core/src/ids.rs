//! Names of things: small integers with a type each, so that no article is asked for by a story's number.

use serde::{Deserialize, Serialize};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

id!(
    /// An outlet.
    SourceId
);
id!(
    /// An address that is polled for entries.
    FeedId
);
id!(
    /// An article. Given once, in the order of arrival, and never used again.
    ArticleId
);
id!(
    /// A story. It carries the number of the article that opened it, so that it needs no counter of its own.
    StoryId
);

/// A place in the change log: grows by at least one with each change, never repeats.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Seq(pub u64);

/// How a user names an article: by our number, or `ext:ID` by the number that it came with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ArticleRef {
    Id(ArticleId),
    External(String),
}

impl std::str::FromStr for ArticleRef {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.strip_prefix("ext:") {
            Some("") => Err("the external id after `ext:` is empty".to_owned()),
            Some(external) => Ok(Self::External(external.to_owned())),
            None => text
                .parse()
                .map(|id| Self::Id(ArticleId(id)))
                .map_err(|_| format!("`{text}` is not an article: give its number, or `ext:` and its external id")),
        }
    }
}

impl std::fmt::Display for ArticleRef {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Id(id) => id.fmt(f),
            Self::External(external) => write!(f, "ext:{external}"),
        }
    }
}
