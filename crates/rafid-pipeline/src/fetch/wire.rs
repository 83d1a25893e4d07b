//! One request and its answer: everything about HTTP but redirects and manners.

use std::sync::{Arc, Once};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use reqwest::header::{
    ACCEPT, ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE, HeaderMap, HeaderValue, IF_MODIFIED_SINCE, IF_NONE_MATCH, LOCATION,
};
use reqwest::{Client, Response, StatusCode};
use tokio::time::timeout;
use url::Url;

use super::address_book::AddressBook;
use super::body::BodyLimits;
use super::budget::Budget;
use super::decode::Coding;
use super::guard::Guard;
use super::resolver::{BlockedAddress, GuardedResolver, UnknownName};
use super::slots::Slots;
use super::{
    FailureKind, FetchConfig, FetchFailure, FetchSetupError, FetchTask, NameLookup, NotModified, Resource, Want, body, headers,
};

/// Sends single requests, to addresses that the guard lets pass.
pub(crate) struct Wire {
    client: Client,
    guard: Guard,
    book: Arc<AddressBook>,
    slots: Slots,
    bodies: Budget,
    config: FetchConfig,
}

/// One request, over.
pub(crate) struct Exchange {
    pub result: Result<Hop, FetchFailure>,
    pub took: Duration,
    pub slow: bool,
}

/// Where one request led.
pub(crate) enum Hop {
    Answer(Box<Resource>),
    NotModified(NotModified),
    Redirect { to: Url, permanent: bool },
    Gone,
}

impl Wire {
    pub fn new(config: &FetchConfig, lookup: Arc<dyn NameLookup>) -> Result<Self, FetchSetupError> {
        static PROVIDER: Once = Once::new();
        PROVIDER.call_once(|| {
            // An error means that somebody installed one before us, which is as good.
            let _ = rustls::crypto::ring::default_provider().install_default();
        });
        let guard = Guard::new(config.allow.clone());
        let book = Arc::new(AddressBook::new(lookup, config.name_ttl));
        let build = |trust_system: bool| {
            let resolver = GuardedResolver { guard: guard.clone(), book: book.clone() };
            let mut builder = Client::builder()
                .user_agent(&config.user_agent)
                // A proxy would dial for us, and the guard would look at the proxy's address.
                .no_proxy()
                .redirect(reqwest::redirect::Policy::none())
                .retry(reqwest::retry::never())
                .referer(false)
                .dns_resolver(Arc::new(resolver))
                .connect_timeout(config.connect_timeout)
                .pool_max_idle_per_host(1)
                .pool_idle_timeout(Duration::from_secs(20))
                .http1_max_headers(256)
                .http2_max_header_list_size(u32::try_from(config.max_header_bytes).unwrap_or(u32::MAX))
                .http2_initial_stream_window_size(256 * 1024);
            if !trust_system {
                builder = builder.tls_certs_only([]);
            }
            builder.build()
        };
        let client = build(true).or_else(|error| {
            tracing::warn!(%error, "no trusted certificates were found: https will fail; install ca-certificates");
            build(false)
        });
        let slots = Slots::new(config.max_connections, config.slow_after);
        Ok(Self {
            client: client.map_err(FetchSetupError)?,
            guard: guard.clone(),
            book: book.clone(),
            slots,
            bodies: Budget::new(config.max_bytes_in_flight),
            config: config.clone(),
        })
    }

    pub fn config(&self) -> &FetchConfig {
        &self.config
    }

    /// What stands behind the host of `url`; see [`AddressBook::service`].
    pub async fn service(&self, url: &Url) -> Option<String> {
        timeout(self.config.connect_timeout, self.book.service(url)).await.ok().flatten()
    }

    /// One request to `url`, which must be done within `budget`; waiting for a free connection is not counted.
    pub async fn request(&self, url: &Url, task: &FetchTask, budget: Duration, known_slow: bool) -> Exchange {
        if let Err(failure) = self.guard.check_url(url) {
            return Exchange { result: Err(failure), took: Duration::ZERO, slow: known_slow };
        }
        let timed = async {
            let started = Instant::now();
            (timeout(budget, self.exchange(url, task)).await, started.elapsed())
        };
        let ((result, took), slow) = self.slots.run(known_slow, timed).await;
        let too_long =
            |_| FetchFailure::new(FailureKind::Timeout, url, format!("not done within {:?}", self.config.total_timeout));
        Exchange { result: result.map_err(too_long).and_then(|result| result), took, slow }
    }

    async fn exchange(&self, url: &Url, task: &FetchTask) -> Result<Hop, FetchFailure> {
        let request = self.client.get(url.clone()).headers(request_headers(task)).send();
        let mut response = match timeout(self.config.header_timeout, request).await {
            Ok(Ok(response)) => response,
            Ok(Err(error)) => return Err(failure_of(&error, url)),
            Err(_) => {
                let detail = format!("no headers within {:?}", self.config.header_timeout);
                return Err(FetchFailure::new(FailureKind::Timeout, url, detail));
            }
        };
        let size_bytes = headers::size_bytes(response.headers());
        if size_bytes > self.config.max_header_bytes {
            return Err(FetchFailure::new(FailureKind::HeadersTooLarge, url, format!("{size_bytes} bytes of headers")));
        }
        let status = response.status();
        match status {
            StatusCode::OK | StatusCode::NON_AUTHORITATIVE_INFORMATION => self.resource(&mut response, url, task.want).await,
            StatusCode::NOT_MODIFIED if task.validators == Default::default() => {
                Err(FetchFailure::new(FailureKind::Protocol, url, "304 without having been asked whether anything changed"))
            }
            StatusCode::NOT_MODIFIED => {
                Ok(Hop::NotModified(NotModified { moved_to: None, max_age: headers::max_age(response.headers()) }))
            }
            StatusCode::GONE => Ok(Hop::Gone),
            StatusCode::NO_CONTENT | StatusCode::RESET_CONTENT => {
                Err(FetchFailure::new(FailureKind::Empty, url, format!("status {}", status.as_u16())))
            }
            StatusCode::MOVED_PERMANENTLY | StatusCode::PERMANENT_REDIRECT => redirect(&response, url, true),
            StatusCode::FOUND | StatusCode::SEE_OTHER | StatusCode::TEMPORARY_REDIRECT => redirect(&response, url, false),
            _ => Err(status_failure(status, response.headers(), url)),
        }
    }

    /// Posts a form. Answers the address of another place where it is to be posted, if it says so (307, 308).
    pub async fn post_form(&self, url: &Url, form: &str) -> Result<Option<Url>, FetchFailure> {
        self.guard.check_url(url)?;
        let kind = HeaderValue::from_static("application/x-www-form-urlencoded");
        let request = self.client.post(url.clone()).header(CONTENT_TYPE, kind).body(form.to_owned()).send();
        let (sent, _) = self.slots.run(false, timeout(self.config.header_timeout, request)).await;
        let response = match sent {
            Ok(Ok(response)) => response,
            Ok(Err(error)) => return Err(failure_of(&error, url)),
            Err(_) => return Err(FetchFailure::new(FailureKind::Timeout, url, "no answer to a form")),
        };
        match response.status() {
            StatusCode::TEMPORARY_REDIRECT | StatusCode::PERMANENT_REDIRECT => match redirect(&response, url, false)? {
                Hop::Redirect { to, .. } => Ok(Some(to)),
                Hop::Answer(_) | Hop::NotModified(_) | Hop::Gone => Ok(None),
            },
            status if status.is_success() => Ok(None),
            status => Err(status_failure(status, response.headers(), url)),
        }
    }

    async fn resource(&self, response: &mut Response, url: &Url, want: Want) -> Result<Hop, FetchFailure> {
        let text = |name| response.headers().get(name).and_then(|value: &HeaderValue| value.to_str().ok());
        let content_type = text(CONTENT_TYPE).map(|value| value.chars().take(200).collect::<Box<str>>());
        if let Some(kind) = content_type.as_deref().filter(|kind| is_media(kind)) {
            return Err(FetchFailure::new(FailureKind::WrongContent, url, format!("the answer is of type `{kind}`")));
        }
        let codings: Vec<&str> =
            response.headers().get_all(CONTENT_ENCODING).iter().map(|value| value.to_str().unwrap_or("?")).collect();
        let coding =
            Coding::from_header(&codings.join(",")).map_err(|detail| FetchFailure::new(FailureKind::BadEncoding, url, detail))?;
        let (validators, max_age) = (headers::validators(response.headers()), headers::max_age(response.headers()));
        let hubs = headers::hubs(response.headers(), url);
        let limits = self.limits(want);
        let (body, truncated, held) = body::read(response, coding, limits, &self.bodies, url).await?;
        if body.iter().all(u8::is_ascii_whitespace) && want != Want::Robots {
            return Err(FetchFailure::new(FailureKind::Empty, url, "the answer has no body"));
        }
        if let Some(what) = binary_kind(&body) {
            return Err(FetchFailure::new(FailureKind::WrongContent, url, format!("the answer is {what}")));
        }
        Ok(Hop::Answer(Box::new(Resource {
            url: url.clone(),
            moved_to: None,
            content_type,
            validators,
            max_age,
            hubs: Box::new(hubs),
            body,
            truncated,
            _held: held,
        })))
    }

    fn limits(&self, want: Want) -> BodyLimits {
        /// RFC 9309, 2.5: at least 500 KiB of a robots.txt must be read.
        const MAX_ROBOTS_BYTES: usize = 512 * 1024;
        let (max_bytes, cut) = match want {
            Want::Feed => (self.config.max_feed_bytes, true),
            Want::Page => (self.config.max_page_bytes, false),
            Want::Robots => (MAX_ROBOTS_BYTES, true),
        };
        BodyLimits { max_bytes, cut, idle: self.config.idle_timeout }
    }
}

fn request_headers(task: &FetchTask) -> HeaderMap {
    let accept = match task.want {
        Want::Feed => {
            "application/rss+xml, application/atom+xml, application/rdf+xml, application/feed+json, application/xml;q=0.9, \
             text/xml;q=0.9, application/json;q=0.8, */*;q=0.5"
        }
        Want::Page => "text/html, application/xhtml+xml, */*;q=0.5",
        Want::Robots => "text/plain, */*;q=0.5",
    };
    let mut map = HeaderMap::new();
    map.insert(ACCEPT, HeaderValue::from_static(accept));
    map.insert(ACCEPT_ENCODING, HeaderValue::from_static(Coding::ACCEPT));
    let validators = [(IF_NONE_MATCH, &task.validators.etag), (IF_MODIFIED_SINCE, &task.validators.last_modified)];
    for (name, value) in validators {
        if let Some(value) = value.as_deref().and_then(|value| HeaderValue::from_str(value).ok()) {
            map.insert(name, value);
        }
    }
    map
}

fn redirect(response: &Response, url: &Url, permanent: bool) -> Result<Hop, FetchFailure> {
    let bad = |detail: &str| FetchFailure::new(FailureKind::Redirects, url, detail);
    let location = response.headers().get(LOCATION).ok_or_else(|| bad("a redirect that does not say where to"))?;
    // Arabic sites send their letters raw, as UTF-8.
    let location = std::str::from_utf8(location.as_bytes()).map_err(|_| bad("a redirect whose target is not UTF-8"))?;
    let mut to = url.join(location.trim()).map_err(|_| bad("a redirect to something that is no address"))?;
    to.set_fragment(None);
    // Whoever redirects does not decide with which password we come.
    let (_, _) = (to.set_username(""), to.set_password(None));
    Ok(Hop::Redirect { to, permanent })
}

fn status_failure(status: StatusCode, headers: &HeaderMap, url: &Url) -> FetchFailure {
    let kind = match status.as_u16() {
        404 => FailureKind::NotFound,
        401 | 402 | 403 | 451 => FailureKind::Refused,
        429 => FailureKind::RateLimited,
        500..=599 => FailureKind::ServerError,
        _ => FailureKind::Status,
    };
    let mut failure = FetchFailure::new(kind, url, format!("status {}", status.as_u16()));
    if matches!(status.as_u16(), 429 | 503) {
        failure.retry_after = headers::retry_after(headers, Timestamp::now());
    }
    failure
}

/// Content types that can hold no feed and no article, whatever their bytes are.
fn is_media(content_type: &str) -> bool {
    let kind = content_type.trim().to_ascii_lowercase();
    ["image/", "video/", "audio/", "font/"].iter().any(|prefix| kind.starts_with(prefix)) && !kind.starts_with("image/svg")
}

/// Names a binary format by its first bytes, since content types lie.
fn binary_kind(body: &[u8]) -> Option<&'static str> {
    let signatures: [(&[u8], &str); 8] = [
        (b"%PDF-", "a PDF document"),
        (b"\x89PNG", "a picture"),
        (b"\xff\xd8\xff", "a picture"),
        (b"GIF8", "a picture"),
        (b"PK\x03\x04", "an archive"),
        (b"\x1f\x8b", "compressed twice"),
        (b"\x28\xb5\x2f\xfd", "compressed twice"),
        (b"\x7fELF", "a program"),
    ];
    signatures.iter().find(|(signature, _)| body.starts_with(signature)).map(|&(_, name)| name)
}

/// Sorts what the client reports into our kinds, by the causes that it wraps.
pub(super) fn failure_of(error: &reqwest::Error, url: &Url) -> FetchFailure {
    if has_cause::<BlockedAddress>(error) {
        return FetchFailure::blocked(url);
    }
    let (kind, detail) = if has_cause::<UnknownName>(error) {
        (FailureKind::Dns, "the host's name could not be resolved")
    } else if has_cause::<rustls::Error>(error) {
        (FailureKind::Tls, "the encrypted connection could not be made")
    } else if error.is_timeout() {
        (FailureKind::Timeout, "no connection in time")
    } else if error.is_connect() {
        (FailureKind::Connect, "no connection to the server")
    } else if error.is_body() || error.is_decode() {
        (FailureKind::Interrupted, "the body broke off")
    } else {
        (FailureKind::Protocol, "the answer is not sound HTTP")
    };
    FetchFailure::new(kind, url, format!("{detail}{}", innermost(error)))
}

fn causes<'a>(error: &'a (dyn std::error::Error + 'static)) -> impl Iterator<Item = &'a (dyn std::error::Error + 'static)> {
    std::iter::successors(Some(error), |&error| {
        // An I/O error does not name the error that it wraps as its source, but that error's source.
        let wrapped = error.downcast_ref::<std::io::Error>().and_then(|io| io.get_ref());
        wrapped.map(|inner| inner as &(dyn std::error::Error + 'static)).or_else(|| error.source())
    })
    .take(20)
}

fn has_cause<E: std::error::Error + 'static>(error: &(dyn std::error::Error + 'static)) -> bool {
    causes(error).any(|cause| cause.is::<E>())
}

fn innermost(error: &(dyn std::error::Error + 'static)) -> String {
    causes(error).last().filter(|last| !last.is::<reqwest::Error>()).map(|last| format!(": {last}")).unwrap_or_default()
}
