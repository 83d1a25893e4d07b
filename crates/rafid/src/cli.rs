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
    /// Make the search index anew from the store
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

#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum ImportFormat {
    /// One JSON object a line: id, url, source, title, published, author, summary, body, category, tags, image
    Jsonl,
}

#[derive(Debug, Args)]
#[command(
    after_help = "A line needs `id` or `url`, and `title` or `body`. `id` is kept as the external id. Importing again adds nothing and\nchanges nothing; a killed import goes on when it is run again. Bad lines are reported with their number and skipped."
)]
pub struct ImportArgs {
    /// Files, plain or compressed with gzip or zstd; - for standard input
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    #[arg(long, value_enum, default_value = "jsonl")]
    pub format: ImportFormat,
    /// Stop at the first bad line
    #[arg(long)]
    pub strict: bool,
    /// What the portal may show of outlets that are new: full, excerpt or headline [default: collect.policy of the configuration]
    #[arg(long, value_name = "POLICY")]
    pub policy: Option<DisplayPolicy>,
    /// The summary as JSON on standard output
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Subcommand)]
pub enum SourceCommand {
    /// Follow an outlet, from its home page or its feed
    Add(SourceAddArgs),
    /// The outlets that are followed, with their health
    List(JsonFlag),
    /// Stop following an outlet; its articles stay
    Remove {
        /// As `rafid source list` names it
        key: String,
    },
    /// Say what would be collected from an address, and what is wrong, without following it
    Check {
        url: String,
        /// JSON for programs
        #[arg(long)]
        json: bool,
    },
}

#[derive(Debug, Args)]
pub struct SourceAddArgs {
    /// The outlet's home page, or a feed
    pub url: String,
    /// Its name, where the site's own is not good
    #[arg(long)]
    pub name: Option<String>,
    /// ISO 3166 code, such as EG or SA
    #[arg(long)]
    pub country: Option<String>,
    /// What the portal may show: full, excerpt or headline
    #[arg(long, value_name = "POLICY")]
    pub policy: Option<DisplayPolicy>,
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
