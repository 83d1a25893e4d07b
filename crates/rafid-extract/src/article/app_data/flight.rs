//! The state of the application router of Next.js: `self.__next_f.push([1, "…"])`, many scripts that are one text, in it rows
//! of `id:value` (the format that React calls Flight): JSON, or text of a stated length that other rows name as `$id`.

use std::collections::HashMap;

use serde_json::Value;

use crate::html::{Document, Tag};

/// The longest state that is read, bytes, and how much of it may be copied to where it is named.
const MOST: usize = 4 << 20;
const MOST_COPIED: usize = 8 << 20;
const DEEPEST: usize = 60;

/// The JSON rows of the page's state, texts in their places.
pub fn rows(document: &Document<'_>) -> Vec<Value> {
    let stream = stream(document);
    let (values, texts) = split(&stream);
    let mut left = MOST_COPIED;
    values.into_iter().map(|value| resolved(value, &texts, &mut left, 0)).collect()
}

/// What the scripts push, joined.
fn stream(document: &Document<'_>) -> String {
    let mut stream = String::new();
    for id in (0..document.nodes.len()).filter(|&id| document.tag(id) == Tag::Script) {
        let raw = document.raw_text(id).trim_start();
        let Some((head, pushed)) = raw.split_once("__next_f.push(") else { continue };
        if head.len() > 80 || raw.len() + stream.len() > MOST {
            continue;
        }
        let first = serde_json::Deserializer::from_str(pushed).into_iter::<Value>().next();
        if let Some(Ok(Value::Array(parts))) = first
            && let Some(text) = parts.get(1).and_then(Value::as_str)
        {
            stream.push_str(text);
        }
    }
    stream
}

/// Rows of JSON, and texts by their id. What is neither (modules, hints, errors) is left out.
fn split(stream: &str) -> (Vec<Value>, HashMap<&str, &str>) {
    let (mut values, mut texts) = (Vec::new(), HashMap::new());
    let mut rest = stream;
    while let Some((id, row)) = rest.split_once(':') {
        let id = id.trim_start();
        let (length, text) = row.strip_prefix('T').and_then(|row| row.split_once(',')).unwrap_or(("", ""));
        if let Ok(length) = usize::from_str_radix(length, 16)
            && let Some((text, after)) = text.split_at_checked(length)
        {
            texts.insert(id, text);
            rest = after;
            continue;
        }
        let (line, after) = row.split_once('\n').unwrap_or((row, ""));
        if line.starts_with(['{', '['])
            && let Ok(value) = serde_json::from_str(line)
        {
            values.push(value);
        }
        rest = after;
    }
    (values, texts)
}

fn resolved(value: Value, texts: &HashMap<&str, &str>, left: &mut usize, depth: usize) -> Value {
    match value {
        _ if depth > DEEPEST => Value::Null,
        Value::String(name) => match name.strip_prefix('$').and_then(|id| texts.get(id)) {
            Some(text) => match left.checked_sub(text.len()) {
                Some(rest) => {
                    *left = rest;
                    Value::String((*text).to_owned())
                }
                None => Value::Null,
            },
            None => Value::String(name),
        },
        Value::Array(items) => items.into_iter().map(|item| resolved(item, texts, left, depth + 1)).collect(),
        Value::Object(object) => object.into_iter().map(|(key, item)| (key, resolved(item, texts, left, depth + 1))).collect(),
        plain => plain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn rows_of_all_kinds() {
        let stream = "1:\"$Sreact.fragment\"\n2:I[1,[],\"x\"]\n7:T8,نصنص5:{\"a\":[\"$7\",\"$9\"],\"b\":1}\n6:[\"$\",\"p\",null,{}]\nrubbish";
        let (values, texts) = split(stream);
        assert_eq!(texts["7"], "نصنص");
        let mut left = MOST_COPIED;
        let values: Vec<Value> = values.into_iter().map(|value| resolved(value, &texts, &mut left, 0)).collect();
        assert_eq!(values, [json!({"a": ["نصنص", "$9"], "b": 1}), json!(["$", "p", null, {}])]);
    }

    #[test]
    fn texts_are_copied_up_to_a_limit() {
        let names = vec!["$1"; 20];
        let texts = HashMap::from([("1", "12345")]);
        let mut left = 23;
        let Value::Array(items) = resolved(json!(names), &texts, &mut left, 0) else { panic!("a list") };
        assert_eq!(items.iter().filter(|item| item.is_string()).count(), 4);
    }

    #[test]
    fn broken_states_are_harmless() {
        for stream in ["", ":", "1:", "1:T", "1:Tffffffffffffffff,x", "1:T3,ن", "1:{\"a\":", "::::\n\n"] {
            split(stream);
        }
    }
}
