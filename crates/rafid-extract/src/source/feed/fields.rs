//! Which element means what: the one table of the formats' vocabularies.
//!
//! Several elements feed one field; the rank says whose word counts (lower wins, the first of equals stays). To read
//! one more element, add its row to [`role`].

use super::namespace::Ns;

/// What encloses an element, as far as it decides what the element means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    Feed,
    Entry,
    /// `<author>` and its like.
    Person,
    /// `<source>` of an entry: another feed's metadata.
    Source,
    /// `<image>` of a feed or an entry.
    Image,
    /// Inside something whose words must not be mistaken for ours: `textInput`, `items`.
    Elsewhere,
}

/// A field that an element's text goes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    Title,
    Link,
    OriginalLink,
    /// RSS `guid`, which may be a link as well.
    Guid,
    Id,
    Summary,
    Content,
    Published,
    Updated,
    Language,
    Author,
    PersonName,
    PersonEmail,
    Category,
    Keywords,
    Comments,
    Image,
    Ttl,
    UpdatePeriod,
    UpdateFrequency,
    /// Known, and of no use to us.
    Ignored,
}

impl Field {
    /// Fields that may hold markup; the others hold a word or a line.
    pub fn is_rich(self) -> bool {
        matches!(self, Self::Title | Self::Summary | Self::Content)
    }
}

/// What an element is to the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The outermost element, or `channel`: its children belong to the feed.
    Wrapper,
    Entry,
    Text(Field, u8),
    /// `link`: by its attributes in Atom, by its text in RSS.
    Link,
    Enclosure,
    /// `category` and `itunes:category`: by attribute or by text.
    Category,
    /// `media:content` and `media:thumbnail`.
    MediaFile,
    /// An image named by an attribute: `itunes:image`.
    ImageAttribute,
    /// `author` of Atom (children) or RSS (text).
    Author,
    /// A group whose children count as if it were not there.
    Group,
    /// Its children mean something else.
    Container(Place),
    Unknown,
}

/// The role of an element by vocabulary, local name in lower case, and place.
pub fn role(ns: Ns, name: &str, place: Place) -> Role {
    match ns {
        Ns::Core | Ns::Atom => core(name, place, ns),
        Ns::Rdf => match name {
            "rdf" => Role::Wrapper,
            "value" if place == Place::Person => Role::Text(Field::PersonName, 0),
            _ => Role::Unknown,
        },
        Ns::DublinCore => dublin_core(name),
        Ns::Content => match name {
            "encoded" if place == Place::Entry => Role::Text(Field::Content, 0),
            _ => Role::Unknown,
        },
        Ns::Xhtml => match name {
            "body" | "div" if place == Place::Entry => Role::Text(Field::Content, 1),
            _ => Role::Unknown,
        },
        Ns::Media => media(name),
        Ns::Itunes => itunes(name, place),
        Ns::Syndication => match name {
            "updateperiod" => Role::Text(Field::UpdatePeriod, 0),
            "updatefrequency" => Role::Text(Field::UpdateFrequency, 0),
            _ => Role::Text(Field::Ignored, 0),
        },
        Ns::Feedburner => match name {
            "origlink" => Role::Text(Field::OriginalLink, 0),
            _ => Role::Text(Field::Ignored, 0),
        },
        Ns::Other => Role::Unknown,
    }
}

fn core(name: &str, place: Place, ns: Ns) -> Role {
    use Field::*;
    match (place, name) {
        (_, "rss" | "rdf" | "channel" | "feed") => Role::Wrapper,
        (Place::Source, "item" | "entry") => Role::Unknown,
        (_, "item" | "entry") => Role::Entry,

        (Place::Person, "name") => Role::Text(PersonName, 0),
        (Place::Person, "email") => Role::Text(PersonEmail, 0),
        (Place::Image, "url") => Role::Text(Image, 2),
        (Place::Source, "title") => Role::Text(Title, 0),
        (Place::Source, "link") => Role::Link,
        (Place::Person | Place::Image | Place::Source | Place::Elsewhere, _) => Role::Unknown,

        (_, "title") => Role::Text(Title, 0),
        (_, "link") => Role::Link,
        (Place::Entry, "guid") => Role::Text(Guid, 0),
        (_, "id") => Role::Text(Id, if ns == Ns::Atom { 0 } else { 1 }),
        (Place::Entry, "summary" | "description") => Role::Text(Summary, 0),
        (Place::Entry, "abstract") => Role::Text(Summary, 1),
        (Place::Entry, "content" | "body" | "fullitem" | "xhtml:body" | "content_encoded" | "fulltext") => Role::Text(Content, 1),
        (Place::Feed, "description" | "subtitle" | "tagline") => Role::Text(Summary, 0),
        (Place::Feed, "abstract" | "summary") => Role::Text(Summary, 2),
        (_, "pubdate" | "published") => Role::Text(Published, 0),
        (_, "issued" | "date" | "datetime") => Role::Text(Published, 1),
        (_, "created") => Role::Text(Published, 3),
        (_, "updated" | "modified") => Role::Text(Updated, 0),
        (_, "lastbuilddate" | "lastmod") => Role::Text(Updated, 1),
        (_, "language") => Role::Text(Language, 0),
        (_, "author" | "creator" | "managingeditor") => Role::Author,
        (_, "category") => Role::Category,
        (_, "keywords" | "tags") => Role::Text(Keywords, 0),
        (Place::Entry, "comments") => Role::Text(Comments, 0),
        (Place::Entry, "enclosure") => Role::Enclosure,
        (Place::Entry, "source") => Role::Container(Place::Source),
        (_, "image") => Role::Container(Place::Image),
        (_, "thumbnail" | "logo" | "icon") => Role::Text(Image, 5),
        (Place::Feed, "ttl") => Role::Text(Ttl, 0),
        (_, "contributor" | "textinput" | "items" | "cloud" | "skipdays" | "skiphours") => Role::Container(Place::Elsewhere),
        (_, "docs" | "generator" | "copyright" | "rights" | "webmaster" | "rating" | "info") => Role::Text(Ignored, 0),
        (_, "authors" | "categories" | "links") => Role::Group,
        _ => Role::Unknown,
    }
}

fn dublin_core(name: &str) -> Role {
    use Field::*;
    match name {
        "title" => Role::Text(Title, 5),
        "description" | "abstract" => Role::Text(Summary, 5),
        "creator" => Role::Text(Author, 0),
        "author" => Role::Text(Author, 1),
        "subject" => Role::Text(Category, 0),
        "date" => Role::Text(Published, 2),
        "issued" | "available" => Role::Text(Published, 1),
        "created" | "valid" => Role::Text(Published, 3),
        "modified" => Role::Text(Updated, 2),
        "language" => Role::Text(Language, 1),
        "identifier" => Role::Text(Id, 5),
        _ => Role::Text(Ignored, 0),
    }
}

fn media(name: &str) -> Role {
    use Field::*;
    match name {
        "group" => Role::Group,
        "content" | "thumbnail" => Role::MediaFile,
        "title" => Role::Text(Title, 10),
        "description" => Role::Text(Summary, 10),
        "category" => Role::Text(Category, 1),
        "keywords" => Role::Text(Keywords, 1),
        _ => Role::Text(Ignored, 0),
    }
}

fn itunes(name: &str, place: Place) -> Role {
    use Field::*;
    match name {
        "title" => Role::Text(Title, 6),
        "subtitle" if place == Place::Feed => Role::Text(Summary, 7),
        "subtitle" => Role::Text(Summary, 9),
        "summary" => Role::Text(Summary, 8),
        "author" => Role::Text(Author, 2),
        "owner" => Role::Container(Place::Elsewhere),
        "category" => Role::Category,
        "keywords" => Role::Text(Keywords, 1),
        "image" => Role::ImageAttribute,
        _ => Role::Text(Ignored, 0),
    }
}
