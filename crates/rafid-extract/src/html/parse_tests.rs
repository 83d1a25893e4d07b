use super::*;

/// The tree below `body` (or the document) as nested names and quoted text.
fn shape(document: &Document<'_>, id: NodeId) -> String {
    let mut out = String::new();
    for child in document.children(id) {
        let node = document.node(child);
        if node.tag == Tag::Text {
            out.push_str(&format!("'{}'", document.raw(child)));
        } else {
            out.push_str(&format!("{}({})", document.raw(child).to_ascii_lowercase(), shape(document, child)));
        }
    }
    out
}

#[test]
fn rules_of_the_tree() {
    for (html, expected) in [
        ("<p>a<p>b", "p('a')p('b')"),
        ("<P>a</P>b", "p('a')'b'"),
        ("<ul><li>a<li>b<ul><li>c</ul></ul>d", "ul(li('a')li('b'ul(li('c'))))'d'"),
        ("<b><i>x</b>y</i>z", "b(i('x'))'y''z'"),
        ("<a href=1><div>x</a></div>y", "a(div('x'))'y'"),
        ("<a>1<a>2</a>", "a('1')a('2')"),
        ("<div><span>a</div>b", "div(span('a'))'b'"),
        ("<div><table><tr><td>a</div>b<td>c</table>d</div>", "div(table(tr(td('a''b')td('c')))'d')"),
        ("<table><tr><td><table><tr><td>x</table>y</table>", "table(tr(td(table(tr(td('x')))'y')))"),
        ("<script>if(a<b)'</div>'</script>x", "script('if(a<b)'</div>'')'x'"),
        ("<!-- <p> --><!doctype html><?xml x?>a<!-->b", "'a''b'"),
        ("a < b <3 </", "'a < b <3 </'"),
        ("a<@b>c</@b>d</>e</ f>g", "'a<@b>c''d''e''g'"),
        ("<svg><path><div>a</div>b", "svg(path())div('a')'b'"),
        ("<svg><desc><p>a</p></desc></svg>b", "svg(desc(p('a')))'b'"),
        ("<svg><foreignObject><div>a</div></foreignObject></svg>b", "svg(foreignobject(div('a')))'b'"),
        ("<img src=a.png/><br/>x", "img()br()'x'"),
        ("<svg><path/><title>t</title></svg>x", "svg(path()title('t'))'x'"),
        ("<p><b>x</p><p>y</b></p>", "p(b('x'))p('y')"),
        ("<h2>a<h3>b</h2>c", "h2('a')h3('b')'c'"),
        ("x</p></div></li>y", "'x''y'"),
        ("<form><div><form>a</form>b</div>", "form(div('a''b'))"),
        ("<my-card>a</my-card>b", "my-card('a')'b'"),
        ("<p title='a>b' x = \"c\" y=z>t", "p('t')"),
    ] {
        let document = parse(html, Limits::default());
        assert_eq!(shape(&document, 0), expected, "{html}");
    }
}

#[test]
fn attributes_in_all_spellings() {
    let html = "<a HREF='x?a=1&amp;b=2' data-x=1 checked class = \"k l\" title=>t</a>";
    let document = parse(html, Limits::default());
    assert_eq!(document.attr(1, "href").as_deref(), Some("x?a=1&b=2"));
    assert_eq!(document.raw_attr(1, "checked"), Some(""));
    assert_eq!(document.raw_attr(1, "class"), Some("k l"));
    assert_eq!(document.raw_attr(1, "none"), None);
}

#[test]
fn hostile_pages_meet_the_caps() {
    let nested = "<div>".repeat(20_000) + "نص" + &"</div>".repeat(20_000);
    let document = parse(&nested, Limits::default());
    assert!(document.nodes.iter().all(|node| usize::from(node.depth) <= Limits::default().depth));
    assert_eq!(document.text(0), "نص");

    let wide = "<a>".repeat(1_000_000);
    let document = parse(&wide, Limits::default());
    assert!(document.truncated && document.nodes.len() <= Limits::default().nodes + 2);

    let unclosed = format!("<p>نص<a title=\"{}", "x".repeat(1_000_000));
    assert_eq!(parse(&unclosed, Limits::default()).text(0), "نص");
}
