//! Copies, edited copies, and texts that only look like it.

mod common;

use common::row;
use rafid_analysis::Window;
use rafid_core::CopyKind;

const RELEASE: &str = "أعلنت هيئة الحدائق أمس انتهاء أعمال التشجير في حديقة الفراشات التي تمتد على مساحة عشرين هكتارا في شمال المدينة. \
وقال مدير الهيئة عامر البستاني إن المشروع شمل زراعة خمسة آلاف شجرة من اثني عشر نوعا محليا تتحمل الجفاف ولا تحتاج إلى ري كثير.\n\
وأضاف أن الحديقة ستفتح أبوابها للزوار مطلع الشهر المقبل مجانا، وأنها تضم ممشى طويلا ومنطقة ألعاب للأطفال ومقهى صغيرا يديره شباب الحي.\n\
وأشار البستاني إلى أن الهيئة تعمل على مشروعات مماثلة في أربعة أحياء أخرى ستنتهي قبل نهاية العام، وأن السكان شاركوا في اختيار الأشجار.";

fn verdict(first: (&str, &str), second: (&str, &str), hours: i64, same_outlet: bool) -> Option<CopyKind> {
    let rows = [row(1, 1, 0, first.0, first.1), row(2, if same_outlet { 1 } else { 2 }, 60 * hours, second.0, second.1)];
    let intent = Window::new().settle(&rows);
    let assignment = intent.assignments.iter().find(|assignment| assignment.article.0 == 2)?;
    let link = assignment.copies.first()?;
    assert_eq!(link.other.0, 1);
    assert_eq!(assignment.original.map(|id| id.0), Some(1));
    assert!((0.0..=1.0).contains(&link.similarity));
    Some(link.kind)
}

#[test]
fn the_same_release_under_another_headline_is_a_copy() {
    let tail = format!("{RELEASE}\nرابط الخبر بصحيفة الواحة");
    let spelled = tail.replace('أ', "ا").replace('ة', "ه");
    let titles = ("انتهاء التشجير في حديقة الفراشات", "خمسة آلاف شجرة في حديقة الفراشات");
    assert_eq!(verdict((titles.0, RELEASE), (titles.1, &spelled), 3, false), Some(CopyKind::Copy));
}

#[test]
fn a_cut_release_is_an_edited_copy() {
    let cut: String = RELEASE.split_inclusive('\n').take(1).collect();
    assert_eq!(
        verdict(("انتهاء التشجير في حديقة الفراشات", RELEASE), ("حديقة الفراشات جاهزة", &cut), 5, false),
        Some(CopyKind::EditedCopy)
    );
}

#[test]
fn a_release_within_a_round_up_is_an_edited_copy() {
    let more = "وفي سياق آخر افتتحت مكتبة الحي قاعة جديدة للقراءة تتسع لمئة زائر وتعرض فيها كتب مصورة عن الطيور المهاجرة. \
        وذكرت أمينة المكتبة سعاد الورق أن القاعة تستقبل طلاب المدارس صباحا وتستضيف أمسيات شعرية كل خميس.\n\
        كما اختتم نادي الدراجات رحلته السنوية على طريق الساحل بمشاركة ستين دراجا قطعوا مسافة أربعين كيلومترا ثم تناولوا الغداء في الميناء القديم.";
    let round_up = format!("{more}\n{RELEASE}\n{more}");
    assert_eq!(
        verdict(
            ("انتهاء التشجير في حديقة الفراشات", RELEASE),
            ("المدينة في أسبوع: حديقة الفراشات ومكتبة الحي", &round_up),
            8,
            false
        ),
        Some(CopyKind::EditedCopy)
    );
}

#[test]
fn own_words_are_no_copy() {
    let own = "صارت في شمال المدينة حديقة جديدة للفراشات. زرنا المكان مع عامر البستاني مدير هيئة الحدائق، الذي أرانا الأشجار المحلية \
        وحدثنا عن مشاركة السكان في اختيارها. ينتظر الأطفال فتح الأبواب لتجربة الألعاب.";
    assert_eq!(verdict(("انتهاء التشجير في حديقة الفراشات", RELEASE), ("جولة في حديقة الفراشات", own), 5, false), None);
}

/// The bulletin of a day: the same sentences, other figures and places.
fn weather(day: &str, coast: &str, low: u8, high: u8, wind: u8, waves: &str) -> (String, String) {
    let title = format!("الأرصاد: طقس {day} حار نسبيا على الساحل {coast}");
    let body = format!(
        "توقع مركز الأرصاد أن يكون الطقس يوم {day} حارا نسبيا على الساحل {coast} ومعتدلا على المرتفعات. \
         وتتراوح درجات الحرارة بين {low} و{high} درجة مئوية، وتكون الرياح شمالية بسرعة {wind} كيلومترا في الساعة. \
         ويكون ارتفاع الموج {waves}، وحالة البحر خفيفة إلى متوسطة."
    );
    (title, body)
}

#[test]
fn the_same_template_about_another_day_is_no_copy() {
    let friday = weather("الجمعة", "الشرقي", 24, 33, 18, "من متر إلى متر ونصف");
    let saturday = weather("السبت", "الغربي", 21, 30, 25, "من متر ونصف إلى مترين");
    assert_eq!(verdict((&friday.0, &friday.1), (&saturday.0, &saturday.1), 24, true), None);
}

#[test]
fn an_arrival_is_no_copy_of_a_departure_to_another_place() {
    let arrives = "وصل وزير الزراعة في بلاد الواحات إلى مدينة الميناء اليوم في زيارة رسمية تستمر يومين، وكان في استقباله بالمطار محافظ المدينة \
        وعدد من المسؤولين.";
    let leaves = "غادر وزير النقل في بلاد الجبال مدينة السهول أمس بعد زيارة رسمية استمرت ثلاثة أيام، وكان في وداعه بالمطار محافظ المدينة \
        وعدد من المسؤولين.";
    assert_eq!(verdict(("وزير الزراعة يصل إلى الميناء", arrives), ("وزير النقل يغادر السهول", leaves), 48, false), None);
}
