//! Arabic: the portal's first language.

use rafid_arabic::plural::Forms;

use super::Texts;

pub(super) static TEXTS: Texts = Texts {
    site_name: "رافد",
    tagline: "أخبار العرب من منابعها",
    switch_language: "English",
    skip_to_content: "انتقل إلى المحتوى",
    search: "بحث",
    search_hint: "ابحث في الأخبار",
    home: "الرئيسية",
    feed: "خلاصة RSS",
    footer: "يجمع رافد الأخبار من مصادرها، ويعرض من كل مصدر ما يسمح به. الحقوق محفوظة لأصحابها.",
    untitled: "خبر بلا عنوان",
    comma: "، ",

    stories_of_the_day: "أبرز قصص اليوم",
    until: "حتى {}",
    latest_by_outlet: "أحدث ما نشرته المصادر",
    coverage: "تغطية القصة",

    welcome_title: "أهلًا بك في رافد",
    welcome_lead: "لا أخبار هنا بعد. أضف أول مصادرك من سطر الأوامر، وستبدأ الأخبار بالوصول خلال دقائق:",
    welcome_add: "أضف موقعًا إخباريًا بعنوانه، وسيجد رافد خلاصته بنفسه:",
    welcome_list: "راجع مصادرك وحالة كل منها:",
    welcome_import: "أو استورد أرشيفًا من المقالات (سطر JSON لكل مقالة):",
    welcome_after: "بعد إضافة المصادر حدّث هذه الصفحة.",

    by: "بقلم {}",
    published: "نُشر {}",
    updated: "حُدّث {}",
    corrected: "عُدّل هذا الخبر بعد نشره",
    source: "المصدر",
    open_original: "اقرأ الخبر كاملًا في موقع {}",
    excerpt_only: "هذه مقدمة الخبر كما يسمح بها المصدر.",
    headline_only: "يسمح هذا المصدر بعرض العنوان وحده.",
    credited_to: "نقلًا عن {}",
    keywords: "كلمات دلالية",
    read_next: "اقرأ أيضاً",
    read_whole: "تابع القراءة هنا",
    similar: "مقالات مشابهة",
    also_in: "نُشر أيضاً في…",
    copy: "النص نفسه",
    edited_copy: "النص نفسه مع تعديل",
    part_of_story: "هذا الخبر جزء من قصة",
    see_story: "كل ما نُشر عن القصة",
    former_version: "النص قبل تعديله، {}",
    embed: "محتوى خارجي: {}",
    picture_of: "صورة مرافقة للخبر",

    reason_same_story: "القصة نفسها",
    reason_earlier: "ما سبق هذا الخبر",
    reason_follow_up: "متابعة",
    reason_shared: "يشتركان في: {}",
    reason_same_subject: "الموضوع نفسه",

    story: "قصة",
    story_order: "تسلسل التغطية",
    story_first: "أول من نشر",
    story_copied: "عن {}، النص كاملًا",
    story_edited: "عن {}، بتصرّف",
    story_version: "صيغة أخرى من خبر سابق للمصدر نفسه",
    story_outlets: "من غطّى القصة",
    story_from_to: "من {} إلى {until}",

    outlet: "مصدر",
    outlet_site: "موقع المصدر",
    keyword: "كلمة دلالية",
    beside: "تُذكر معها",
    older: "الأقدم",

    results_for: "نتائج البحث عن «{}»",
    search_start: "اكتب ما تبحث عنه: اسمًا أو مكانًا أو حدثًا.",
    no_results: "لم نجد شيئًا عن «{}»",
    no_results_hint: "جرّب كلمات أقل أو أعمّ، أو تأكد من الإملاء.",
    sort_label: "الترتيب والعرض",
    sort_blend: "الأنسب",
    sort_new: "الأحدث",
    grouped: "مجمّعة حسب القصة",
    plain: "كل مقالة وحدها",
    more_results: "نتائج أخرى",

    error_missing: "الصفحة غير موجودة",
    error_missing_hint: "ربما حُذف ما تبحث عنه أو كان الرابط ناقصًا. ابحث عنه، أو عد إلى الصفحة الرئيسية.",
    error_invalid: "لم نفهم الطلب",
    error_invalid_hint: "في العنوان ما لا يصح. ابدأ من جديد بالبحث أو من الصفحة الرئيسية.",
    error_ours: "حدث خطأ عندنا",
    error_ours_hint: "سُجّل الخطأ. حاول مرة أخرى بعد قليل.",
    error_method: "هذه الصفحات للقراءة فقط",

    outlets_n: Forms {
        zero: "لا مصادر", one: "مصدر واحد", two: "مصدران", few: "{} مصادر", many: "{} مصدرًا", other: "{} مصدر"
    },
    articles_n: Forms {
        zero: "لا مقالات",
        one: "مقالة واحدة",
        two: "مقالتان",
        few: "{} مقالات",
        many: "{} مقالة",
        other: "{} مقالة",
    },
    results_n: Forms {
        zero: "لا نتائج",
        one: "نتيجة واحدة",
        two: "نتيجتان",
        few: "{} نتائج",
        many: "{} نتيجة",
        other: "{} نتيجة",
    },
    other_outlets_n: Forms {
        zero: "ولا غيرها", one: "وآخر", two: "وآخران", few: "و{} أخرى", many: "و{} أخرى", other: "و{} أخرى"
    },
    other_articles_n: Forms {
        zero: "ولا غيرها",
        one: "وأخرى من القصة نفسها",
        two: "واثنتان من القصة نفسها",
        few: "و{} أخرى من القصة نفسها",
        many: "و{} أخرى من القصة نفسها",
        other: "و{} أخرى من القصة نفسها",
    },
    new_articles_n: Forms {
        zero: "لا مقالات جديدة",
        one: "مقالة جديدة",
        two: "مقالتان جديدتان",
        few: "{} مقالات جديدة",
        many: "{} مقالة جديدة",
        other: "{} مقالة جديدة",
    },

    utc: "بتوقيت غرينتش",
};
