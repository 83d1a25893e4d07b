//! What goes wrong when something is fetched, in words that an operator can act on.

/// What happened, as far as it changes what to do about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FailureKind {
    BadUrl,
    BlockedAddress,
    Dns,
    Connect,
    Tls,
    Timeout,
    Interrupted,
    Protocol,
    Redirects,
    NotFound,
    Refused,
    RateLimited,
    ServerError,
    Status,
    HeadersTooLarge,
    TooLarge,
    BadEncoding,
    Empty,
    WrongContent,
    RobotsDisallow,
    RobotsUnreachable,
    Internal,
}

impl FailureKind {
    pub const ALL: [Self; 22] = [
        Self::BadUrl,
        Self::BlockedAddress,
        Self::Dns,
        Self::Connect,
        Self::Tls,
        Self::Timeout,
        Self::Interrupted,
        Self::Protocol,
        Self::Redirects,
        Self::NotFound,
        Self::Refused,
        Self::RateLimited,
        Self::ServerError,
        Self::Status,
        Self::HeadersTooLarge,
        Self::TooLarge,
        Self::BadEncoding,
        Self::Empty,
        Self::WrongContent,
        Self::RobotsDisallow,
        Self::RobotsUnreachable,
        Self::Internal,
    ];

    /// A stable name in kebab-case: what programs and translations key on.
    pub fn code(self) -> &'static str {
        self.texts().0
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// What to do about it, in plain English.
    pub fn advice(self) -> &'static str {
        self.texts().1
    }

    /// The same in Arabic.
    pub fn advice_ar(self) -> &'static str {
        self.texts().2
    }

    /// Whether trying again soon has a chance.
    pub fn is_transient(self) -> bool {
        use FailureKind::*;
        matches!(
            self,
            Dns | Connect | Timeout | Interrupted | Protocol | RateLimited | ServerError | RobotsUnreachable | Internal
        )
    }

    fn texts(self) -> (&'static str, &'static str, &'static str) {
        use FailureKind::*;
        match self {
            BadUrl => (
                "bad-url",
                "correct the address: it must be a full http or https address",
                "صحّح العنوان: يجب أن يبدأ بـ http أو https",
            ),
            BlockedAddress => (
                "blocked-address",
                "the address leads into a private network; add the network to the allow list if it is yours and meant",
                "العنوان يقود إلى شبكة خاصة؛ أضف الشبكة إلى قائمة المسموح إن كانت لك وكنت تقصدها",
            ),
            Dns => (
                "dns",
                "check the host's spelling; if it is right, the site's name service is down",
                "تحقق من كتابة اسم الموقع؛ فإن صحّ فخدمة الأسماء معطلة",
            ),
            Connect => (
                "connect",
                "the server does not accept connections; it is tried again later by itself",
                "الخادم لا يقبل الاتصال؛ ستعاد المحاولة تلقائيا",
            ),
            Tls => (
                "tls",
                "the server's certificate cannot be trusted; tell the publisher, and check this machine's clock",
                "لا يمكن الوثوق بشهادة الخادم؛ أبلغ الناشر وتحقق من ساعة هذا الجهاز",
            ),
            Timeout => (
                "timeout",
                "the server is too slow; it is tried again later by itself",
                "الخادم بطيء جدا؛ ستعاد المحاولة تلقائيا",
            ),
            Interrupted => (
                "interrupted",
                "the connection broke off; it is tried again later by itself",
                "انقطع الاتصال؛ ستعاد المحاولة تلقائيا",
            ),
            Protocol => (
                "protocol",
                "the answer is not sound HTTP; tell the publisher if it stays",
                "الرد لا يتبع بروتوكول HTTP؛ أبلغ الناشر إن استمر",
            ),
            Redirects => (
                "redirects",
                "the address redirects in circles or without end; look for the feed's present address",
                "العنوان يحيل بلا نهاية؛ ابحث عن العنوان الحالي للخلاصة",
            ),
            NotFound => (
                "not-found",
                "nothing is at this address any more; run `rafid source check` with the site's home page",
                "لم يعد شيء في هذا العنوان؛ نفّذ `rafid source check` مع الصفحة الرئيسية للموقع",
            ),
            Refused => (
                "refused",
                "the site refuses programs like this one; ask the publisher for access",
                "الموقع يرفض البرامج من هذا النوع؛ اطلب الإذن من الناشر",
            ),
            RateLimited => (
                "rate-limited",
                "the site asks for fewer requests; it is left alone for a while",
                "الموقع يطلب تقليل الطلبات؛ سيُترك بعض الوقت",
            ),
            ServerError => (
                "server-error",
                "the site has a fault of its own; it is tried again later by itself",
                "في الموقع عطل؛ ستعاد المحاولة تلقائيا",
            ),
            Status => (
                "status",
                "the site answered with an unexpected status; look at the address in a browser",
                "أجاب الموقع بحالة غير متوقعة؛ افتح العنوان في المتصفح",
            ),
            HeadersTooLarge => (
                "headers-too-large",
                "the answer's headers are out of bounds; tell the publisher",
                "ترويسات الرد تتجاوز الحد؛ أبلغ الناشر",
            ),
            TooLarge => (
                "too-large",
                "the answer is larger than the limit, or made to fill the memory; raise the limit only if you trust it",
                "الرد أكبر من الحد أو مصنوع لملء الذاكرة؛ لا ترفع الحد إلا إن وثقت بالمصدر",
            ),
            BadEncoding => {
                ("bad-encoding", "the answer's compression cannot be undone; tell the publisher", "تعذر فك ضغط الرد؛ أبلغ الناشر")
            }
            Empty => ("empty", "the answer is empty; it is tried again later by itself", "الرد فارغ؛ ستعاد المحاولة تلقائيا"),
            WrongContent => (
                "wrong-content",
                "this is no feed and no page; run `rafid source check` with the site's home page",
                "ليست خلاصة ولا صفحة؛ نفّذ `rafid source check` مع الصفحة الرئيسية للموقع",
            ),
            RobotsDisallow => (
                "robots-disallow",
                "the site's robots.txt asks programs to stay away from this address; ask the publisher",
                "يطلب ملف robots.txt في الموقع عدم جلب هذا العنوان؛ راجع الناشر",
            ),
            RobotsUnreachable => (
                "robots-unreachable",
                "the site's robots.txt cannot be read, which means: stay away; it is tried again later by itself",
                "تعذرت قراءة robots.txt ومعنى ذلك الامتناع؛ ستعاد المحاولة تلقائيا",
            ),
            Internal => ("internal", "a fault of this program; please report it", "خطأ في هذا البرنامج؛ نرجو الإبلاغ عنه"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_name_their_kinds() {
        for kind in FailureKind::ALL {
            assert_eq!(FailureKind::from_code(kind.code()), Some(kind));
        }
        assert_eq!(FailureKind::from_code("410 Gone"), None);
    }
}
