//! How the program is called. The help texts teach; what they promise is stable.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use rafid_core::{ArticleRef, DisplayPolicy, Sort};

/// Rafid (رافد) makes a living Arabic news portal out of many sources.
#[derive(Debug, Parser)]
#[command(name = "rafid", version, propagate_version = true, max_term_width = 110)]
#[command(
    after_help = "Start here:\n  rafid demo                        a portal with an invented press, offline\n  rafid source add https://…        follow an outlet\n  rafid serve                       collect and serve at http://127.0.0.1:8080\n\nExit codes: 0 done, 1 failed, 2 wrong use."
)]
pub struct Cli {
    /// Where everything is kept [default: the platform's data directory]
    #[arg(long, global = true, env = "RAFID_DATA", value_name = "DIR")]
    pub data: Option<PathBuf>,

    /// The configuration file [default: rafid.toml in the data directory, if it is there]
    #[arg(long, global = true, env = "RAFID_CONFIG", value_name = "FILE")]
    pub config: Option<PathBuf>,

    /// How much to log: error, warn, info, debug, trace, or a filter such as rafid_pipeline=debug
    #[arg(long, global = true, value_name = "LEVEL")]
    pub log: Option<String>,

    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Show a living portal made from an invented press, offline
    Demo(DemoArgs),
    /// Collect, analyse, index and serve the portal
    Serve(ServeArgs),
    /// Ask the feeds once, store what they bring, and end
    Collect(CollectArgs),
    /// Bring in articles from files
    Import(ImportArgs),
    /// Follow outlets: add, list, remove, check
    #[command(subcommand)]
    Source(SourceCommand),
    /// Find articles
    Search(SearchArgs),
    /// Show one article
    Show(ArticleArgs),
    /// What to read after an article
    Related(RelatedArgs),
    /// The stories of several articles, the latest first (with --json all of them)
    Stories(StoriesArgs),
    /// Write out stories or articles as JSON Lines
    #[command(subcommand)]
    Export(ExportCommand),
    /// Name the keywords of articles in a JSON Lines file
    Keywords(KeywordsArgs),
    /// Take the article out of an HTML page
    Extract(ExtractArgs),
    /// Read a feed from a file
    Feed(FeedArgs),
    /// Read a date as Arabic writes it
    Date(DateArgs),
    /// The search index: its state, growing its vocabulary, making it anew
    #[command(subcommand)]
    Index(IndexCommand),
    /// Make the search index anew from the store: a short form of `index rebuild`
    Reindex,
    /// Look for what is wrong, and say what to do
    Doctor(JsonFlag),
    /// Check or print the configuration
    #[command(subcommand)]
    Config(ConfigCommand),
}

#[derive(Debug, Args)]
pub struct JsonFlag {
    /// JSON for programs
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Subcommand)]
pub enum IndexCommand {
    /// Say what the index holds, how far it is, and which words it knows
    Status(JsonFlag),
    /// Let it learn new words from the articles that are here
    Grow(IndexGrowArgs),
    /// Make it anew from the store, with the words that it knows
    Rebuild(JsonFlag),
}

#[derive(Debug, Args)]
#[command(
    after_help = "To tell a word from what is glued to it (وبالمدارس is و+ب+ال+مدارس), the index goes by a vocabulary. The built-in one was\ncounted in news of past years and does not know the names of tomorrow. This command counts the words of all articles in\nthe store and, when enough are new, makes the index anew with them. The old index answers until the new one is complete;\nmeanwhile there are two on the disk. Stopped or killed, it leaves the old one.\n\n`rafid serve` does the same by itself, once a day at most (search.grow = false turns that off), so this command is for\nafter a large import, and while serve does not run: one process writes at a time.\n\nExamples:\n  rafid index grow\n  rafid index grow --new-words 1        however few are new"
)]
pub struct IndexGrowArgs {
    /// Articles that must have a word; of two outlets at least, where there are two
    #[arg(long, default_value_t = 5, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub articles: u32,
    /// New words that are worth a new index
    #[arg(long, default_value_t = 100, value_name = "N")]
    pub new_words: usize,
    /// JSON for programs
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct DemoArgs {
    /// Where the portal listens; another free port is taken when this one is in use
    #[arg(long, default_value = "127.0.0.1:8080", value_name = "ADDRESS")]
    pub listen: String,
    /// Seconds between new articles
    #[arg(long, default_value_t = 4, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..=3600))]
    pub every: u64,
}

#[derive(Debug, Args)]
pub struct ServeArgs {
    /// Where the portal listens [default: serve.listen of the configuration, 127.0.0.1:8080]
    #[arg(long, value_name = "ADDRESS")]
    pub listen: Option<String>,
    /// Serve what is there; fetch nothing
    #[arg(long)]
    pub no_collect: bool,
}

#[derive(Debug, Args)]
pub struct CollectArgs {
    /// Ask every feed, whether its time has come or not
    #[arg(long)]
    pub all: bool,
    /// The summary as JSON on standard output
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum ImportFormat {
    /// Told by each input: a folder has saved pages, a file that begins with WARC/ is an archive
    Auto,
    /// One JSON object a line: id, url, source, title, published, author, summary, body, category, tags, image
    Jsonl,
    /// Web archives, as crawlers write them (.warc, .warc.gz)
    Warc,
    /// Saved pages: HTML files, or folders of them
    Html,
}

#[derive(Debug, Args)]
#[command(after_help = "JSON Lines: a line needs `id` or `url`, and `title` or `body`. `id` is kept as the external id.\n\n\
Web archives: the HTML pages in .warc and .warc.gz that are articles are taken; home pages, lists and everything else are\n\
passed over and counted (--log debug names them). The outlet is the page's host.\n\n\
Saved pages: a page's address is taken from a file beside it (page.html.url, or page.html.json with a `url`), from the page\n\
(<link rel=canonical>, og:url, the comment of the browser that saved it), or from its place in a mirror\n\
(www.outlet.example/2026/a.html); --base is for all others.\n\n\
Importing again adds nothing and changes nothing; an import that was stopped or killed goes on when it is run again.\n\
What cannot be read is reported with its place and skipped.\n\n\
Examples:\n  rafid import articles.jsonl.zst\n  rafid import CC-NEWS-20260301000000-00001.warc.gz --policy excerpt\n  rafid import ~/mirror/www.outlet.example")]
pub struct ImportArgs {
    /// Files, plain or compressed with gzip or zstd, or folders; - for standard input
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    #[arg(long, value_enum, default_value = "auto")]
    pub format: ImportFormat,
    /// Stop at the first bad line or page
    #[arg(long)]
    pub strict: bool,
    /// Where the pages of a folder are from, for those that do not say it
    #[arg(long, value_name = "URL")]
    pub base: Option<String>,
    /// What the portal may show of outlets that are new: full, excerpt or headline [default: collect.policy of the configuration]
    #[arg(long, value_name = "POLICY")]
    pub policy: Option<DisplayPolicy>,
    /// The summary as JSON on standard output
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Subcommand)]
pub enum SourceCommand {
    /// Follow an outlet, from its home page or its feed; or outlets of the starter list
    Add(SourceAddArgs),
    /// The outlets that are followed, with their health
    List(JsonFlag),
    /// Stop following outlets; their articles stay
    Remove {
        /// As `rafid source list` names them
        #[arg(required = true, value_name = "KEY")]
        keys: Vec<String>,
    },
    /// Fetch nothing of outlets for a while
    Pause {
        /// As `rafid source list` names them
        #[arg(required = true, value_name = "KEY")]
        keys: Vec<String>,
    },
    /// Go on with outlets that were paused, or that had said that they are gone
    Resume {
        /// As `rafid source list` names them
        #[arg(required = true, value_name = "KEY")]
        keys: Vec<String>,
    },
    /// Show the starter list: Arabic outlets by country, of which `source add --starter` chooses
    Starter(StarterArgs),
    /// Follow the feeds of an OPML list; its folders become tags
    Import(SourceImportArgs),
    /// Write out what is followed as OPML
    Export,
    /// Say what would be collected from an address, and what is wrong, without following it
    Check {
        url: String,
        /// JSON for programs
        #[arg(long)]
        json: bool,
    },
}

#[derive(Debug, Args)]
pub struct StarterArgs {
    /// Of these countries only (ISO 3166 codes such as EG or SA; INT for international broadcasters)
    #[arg(value_name = "COUNTRY")]
    pub countries: Vec<String>,
    /// JSON for programs
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Nothing is fetched by this command: `rafid serve` asks the feeds when it runs. A feed that is followed already keeps\nits settings and takes on the tags of the list."
)]
pub struct SourceImportArgs {
    /// An OPML file; - for standard input
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// What the portal may show of outlets that are new: full, excerpt or headline [default: collect.policy of the configuration]
    #[arg(long, value_name = "POLICY")]
    pub policy: Option<DisplayPolicy>,
    /// JSON for programs
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "Works beside a running `rafid serve`, which begins with a new outlet within seconds.\n\n\
Examples:\n  rafid source check https://outlet.example         what would be collected, and what is wrong\n  rafid source add https://outlet.example --country EG\n  rafid source add --starter SD YE INT               outlets of Sudan and Yemen, and international broadcasters\n  rafid source add https://outlet.example/news --rule 'item: div.card; link: h3 a; date: time'")]
pub struct SourceAddArgs {
    /// The outlet's home page, or a feed
    #[arg(required_unless_present = "starter", conflicts_with = "starter")]
    pub url: Option<String>,
    /// Follow outlets of the starter list: all, or those of these countries. Nothing is fetched before `rafid serve` runs
    #[arg(long, value_name = "COUNTRY", num_args = 0.., conflicts_with_all = ["name", "country", "all_feeds"])]
    pub starter: Option<Vec<String>>,
    /// Its name, where the site's own is not good
    #[arg(long)]
    pub name: Option<String>,
    /// ISO 3166 code, such as EG or SA
    #[arg(long)]
    pub country: Option<String>,
    /// What the portal may show: full, excerpt or headline
    #[arg(long, value_name = "POLICY")]
    pub policy: Option<DisplayPolicy>,
    /// The address is a page that lists articles, and these CSS selectors say how they are found:
    /// `item: div.card; link: h3 a; title: h3; date: time` (all but item may be left out)
    #[arg(long, value_name = "SELECTORS", requires = "url")]
    pub rule: Option<String>,
    /// Follow every feed that is found, not only the first
    #[arg(long)]
    pub all_feeds: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum SortArg {
    Blend,
    Relevance,
    New,
}

impl From<SortArg> for Sort {
    fn from(sort: SortArg) -> Self {
        match sort {
            SortArg::Blend => Sort::Blend,
            SortArg::Relevance => Sort::Relevance,
            SortArg::New => Sort::New,
        }
    }
}

#[derive(Debug, Args)]
#[command(
    after_help = "\"…\" or «…» is a phrase, -word excludes, OR or أو is either; source:KEY, keyword:\"…\", date:2018-05, date:2018-05-01..2018-05-10,\nمنذ:أسبوع narrow it. What is not understood is searched as words."
)]
pub struct SearchArgs {
    #[arg(required = true, num_args = 1.., value_name = "QUERY")]
    pub query: Vec<String>,
    #[arg(long, default_value_t = 10, value_name = "N")]
    pub limit: usize,
    #[arg(long, value_enum, default_value = "blend")]
    pub sort: SortArg,
    /// Every article by itself, copies too
    #[arg(long)]
    pub ungrouped: bool,
    /// Only this outlet, by its key
    #[arg(long, value_name = "KEY")]
    pub source: Option<String>,
    /// Only outlets of this country, by its two letters
    #[arg(long, value_name = "CODE")]
    pub country: Option<String>,
    /// Only articles with this keyword
    #[arg(long, value_name = "PHRASE")]
    pub keyword: Option<String>,
    /// Only articles of this story, as a plain list
    #[arg(long, value_name = "ID")]
    pub story: Option<i64>,
    /// Count outlets, countries, keywords and times of the whole result
    #[arg(long)]
    pub facets: bool,
    /// JSON, as the API gives it
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct ArticleArgs {
    /// Its number, or ext:ID by its external id
    pub id: ArticleRef,
    /// JSON, as the API gives it
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct RelatedArgs {
    /// Its number, or ext:ID by its external id
    pub id: ArticleRef,
    #[arg(long, default_value_t = 10, value_name = "N")]
    pub limit: usize,
    /// The plain ranking, without the rules for variety
    #[arg(long)]
    pub plain: bool,
    /// JSON, as the API gives it
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct StoriesArgs {
    #[arg(long, default_value_t = 20, value_name = "N")]
    pub limit: usize,
    /// Stories with news at or after this time (RFC 3339 or YYYY-MM-DD)
    #[arg(long, value_name = "TIME")]
    pub since: Option<String>,
    /// Stories that began before this time
    #[arg(long, value_name = "TIME")]
    pub until: Option<String>,
    /// JSON, as the API gives it
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Subcommand)]
pub enum ExportCommand {
    /// A line a story: {"id","title","articles":[external ids, or ids]}
    Stories(Period),
    /// A line an article, as `rafid import` reads it
    Articles(Period),
}

#[derive(Debug, Args)]
pub struct Period {
    /// From this time on (RFC 3339 or YYYY-MM-DD)
    #[arg(long, value_name = "TIME")]
    pub since: Option<String>,
    /// Up to this time
    #[arg(long, value_name = "TIME")]
    pub until: Option<String>,
}

#[derive(Debug, Args)]
pub struct KeywordsArgs {
    /// Lines with id, title and body (gzip and zstd are read too); - for standard input
    pub file: PathBuf,
    /// How many of each article
    #[arg(long, default_value_t = 10, value_name = "N")]
    pub limit: usize,
}

#[derive(Debug, Args)]
pub struct ExtractArgs {
    /// An HTML file
    #[arg(required_unless_present = "jsonl")]
    pub file: Option<PathBuf>,
    /// Where the page is from
    #[arg(long)]
    pub url: Option<String>,
    /// JSON for programs
    #[arg(long)]
    pub json: bool,
    /// Read requests {"id","path","url"} from standard input, answer a line each
    #[arg(long, conflicts_with = "file")]
    pub jsonl: bool,
    /// A file of rules for single sites, as collect.site_rules names one
    #[arg(long, value_name = "FILE")]
    pub rules: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct FeedArgs {
    /// A feed's file
    #[arg(required_unless_present = "jsonl")]
    pub file: Option<PathBuf>,
    /// Where the feed is from, for relative links
    #[arg(long)]
    pub url: Option<String>,
    /// JSON for programs
    #[arg(long)]
    pub json: bool,
    /// Read requests {"id","path","headers"} from standard input, answer a line each
    #[arg(long, conflicts_with = "file")]
    pub jsonl: bool,
}

#[derive(Debug, Args)]
pub struct DateArgs {
    /// The text, such as «الخميس 22 تشرين الثاني 2018»
    #[arg(required_unless_present = "jsonl", num_args = 1..)]
    pub text: Vec<String>,
    /// What «أمس» is measured from (RFC 3339) [default: now]
    #[arg(long)]
    pub now: Option<String>,
    /// JSON for programs
    #[arg(long)]
    pub json: bool,
    /// Read requests {"id","text","now"} from standard input, answer a line each
    #[arg(long, conflicts_with = "text")]
    pub jsonl: bool,
}

#[derive(Debug, Subcommand)]
pub enum ConfigCommand {
    /// Say whether the configuration is right
    Check,
    /// Print the configuration that is in force, and where each value is from
    Show,
    /// Print a commented configuration file with the defaults
    Example,
}
