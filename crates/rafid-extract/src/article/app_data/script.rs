//! The state of an application as a value: JSON, a JavaScript literal, or a list whose members refer to each other.

use serde_json::{Map, Value};

/// The deepest value that is read.
const MAX_DEPTH: usize = 60;
/// What may be copied where a value stands for several places, bytes (each value counts for [`VALUE_BYTES`] more): a state
/// is longer than its script by no more than this.
const MAX_COPIED: usize = 8 << 20;
/// What a value takes beside its text, about.
const VALUE_BYTES: usize = 64;

/// What a copy of the value takes, about; counted no further than `most`.
fn size(value: &Value, most: usize) -> usize {
    let mut all = VALUE_BYTES;
    let mut add = |bytes: usize| {
        all = all.saturating_add(bytes);
        all <= most
    };
    match value {
        Value::String(text) => {
            add(text.len());
        }
        Value::Array(items) => {
            let _ = items.iter().all(|item| add(size(item, most)));
        }
        Value::Object(object) => {
            let _ = object.iter().all(|(key, item)| add(key.len() + size(item, most)));
        }
        _ => {}
    }
    all
}

/// A JavaScript literal: JSON with bare keys, single quotes and names for values. `names` gives the values of names; a
/// name without one is null. Reading stops where the text is no literal; what was read until there is given back.
pub struct Literal<'t, 'n> {
    rest: &'t str,
    names: &'n Map<String, Value>,
    /// What may still be copied, bytes.
    left: usize,
}

impl<'t, 'n> Literal<'t, 'n> {
    pub fn new(text: &'t str, names: &'n Map<String, Value>) -> Self {
        Self { rest: text, names, left: MAX_COPIED }
    }

    /// What follows the value that was read.
    pub fn rest(&self) -> &'t str {
        self.rest
    }

    pub fn value(&mut self, depth: usize) -> Option<Value> {
        self.rest = self.rest.trim_start();
        match self.rest.chars().next()? {
            _ if depth > MAX_DEPTH => None,
            '{' => self.object(depth),
            '[' => self.list(depth),
            quote @ ('"' | '\'' | '`') => self.string(quote).map(Value::String),
            _ => {
                let end = self.rest.find([',', '}', ']', ')', ';', '\n']).unwrap_or(self.rest.len());
                let (word, rest) = self.rest.split_at(end);
                self.rest = rest;
                let word = word.trim();
                Some(match word {
                    "!0" | "true" => Value::Bool(true),
                    "!1" | "false" => Value::Bool(false),
                    _ => self.named(word).or_else(|| serde_json::from_str(word).ok()).unwrap_or(Value::Null),
                })
            }
        }
    }

    /// The value of a name; null when too much was copied before.
    fn named(&mut self, name: &str) -> Option<Value> {
        let value = self.names.get(name)?;
        let Some(left) = self.left.checked_sub(size(value, self.left)) else { return Some(Value::Null) };
        self.left = left;
        Some(value.clone())
    }

    fn object(&mut self, depth: usize) -> Option<Value> {
        self.rest = &self.rest[1..];
        let mut object = Map::new();
        loop {
            self.rest = self.rest.trim_start().trim_start_matches(',').trim_start();
            if let Some(rest) = self.rest.strip_prefix('}') {
                self.rest = rest;
                break;
            }
            let key = match self.rest.chars().next() {
                Some(quote @ ('"' | '\'')) => self.string(quote),
                Some(_) => self.rest.find([':', '}', '{', '(']).map(|end| {
                    let (key, rest) = self.rest.split_at(end);
                    self.rest = rest;
                    key.trim().to_owned()
                }),
                None => None,
            };
            let Some(key) = key else { break };
            let Some(rest) = self.rest.trim_start().strip_prefix(':') else { break };
            self.rest = rest;
            let Some(value) = self.value(depth + 1) else { break };
            object.insert(key, value);
        }
        Some(Value::Object(object))
    }

    fn list(&mut self, depth: usize) -> Option<Value> {
        self.rest = &self.rest[1..];
        let mut items = Vec::new();
        loop {
            self.rest = self.rest.trim_start();
            let before = self.rest.len();
            if let Some(rest) = self.rest.strip_prefix([']', ')']) {
                self.rest = rest;
                break;
            }
            if let Some(rest) = self.rest.strip_prefix(',') {
                self.rest = rest;
                continue;
            }
            let Some(value) = self.value(depth + 1) else { break };
            items.push(value);
            if self.rest.len() == before {
                break;
            }
        }
        Some(Value::Array(items))
    }

    /// A quoted string with its escapes.
    fn string(&mut self, quote: char) -> Option<String> {
        let mut out = String::new();
        let mut chars = self.rest.char_indices().skip(1);
        while let Some((at, c)) = chars.next() {
            match c {
                _ if c == quote => {
                    self.rest = &self.rest[at + 1..];
                    return Some(out);
                }
                '\\' => match chars.next()?.1 {
                    'n' => out.push('\n'),
                    't' => out.push('\t'),
                    'r' => out.push('\r'),
                    'u' => out.push(code(&mut chars, 4)),
                    'x' => out.push(code(&mut chars, 2)),
                    other => out.push(other),
                },
                _ => out.push(c),
            }
        }
        self.rest = "";
        None
    }
}

/// The character of `digits` hexadecimal digits; half of a pair of surrogates is lost.
fn code(chars: &mut impl Iterator<Item = (usize, char)>, digits: usize) -> char {
    let point = chars.take(digits).fold(0, |sum, (_, c)| sum * 16 + c.to_digit(16).unwrap_or(0));
    char::from_u32(point).unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// `(function(a,b){return {…}}(1,"x"))`, as Nuxt 2 writes its state: values that occur twice are arguments.
pub fn called_function(script: &str) -> Option<Value> {
    let (_, after) = script.split_once("(function(")?;
    let (parameters, after) = after.split_once(')')?;
    let (_, literal) = after.split_once("return ")?;
    let none = Map::new();
    let mut first = Literal::new(literal, &none);
    first.value(0)?;
    let arguments = first.rest().find('(').map(|at| &first.rest()[at..]).unwrap_or_default();
    let given = if arguments.is_empty() { None } else { Literal::new(arguments, &none).list(0) };
    let names: Map<String, Value> = match given {
        Some(Value::Array(values)) => parameters.split(',').map(|name| name.trim().to_owned()).zip(values).collect(),
        _ => Map::new(),
    };
    Literal::new(literal, &names).value(0)
}

/// A list whose members hold the places of other members instead of values, as Nuxt 3 writes its state (the format of
/// the library devalue).
pub fn referring_list(list: &[Value]) -> Option<Value> {
    let mut left = MAX_COPIED;
    refer(list, 0, 0, &mut left)
}

fn refer(list: &[Value], at: usize, depth: usize, left: &mut usize) -> Option<Value> {
    let found = list.get(at)?;
    // A list or an object is counted by its members, as they are followed.
    let own = match found {
        Value::String(text) => text.len(),
        Value::Object(object) => object.keys().map(String::len).sum(),
        _ => 0,
    };
    *left = left.checked_sub(own + VALUE_BYTES)?;
    if depth > MAX_DEPTH {
        return None;
    }
    let mut inner = |value: &Value| match value.as_u64().and_then(|at| usize::try_from(at).ok()) {
        Some(at) => refer(list, at, depth + 1, left).unwrap_or(Value::Null),
        None => Value::Null,
    };
    Some(match found {
        Value::Object(object) => Value::Object(object.iter().map(|(key, value)| (key.clone(), inner(value))).collect()),
        // ["Reactive", 1]: a value with a kind.
        Value::Array(items) if items.first().is_some_and(Value::is_string) => items.get(1).map_or(Value::Null, &mut inner),
        Value::Array(items) => Value::Array(items.iter().map(inner).collect()),
        plain => plain.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn literals_of_all_spellings() {
        let names = Map::from_iter([("a".to_owned(), json!("ألف"))]);
        for (text, expected) in [
            ("{x:1,'y':\"ب\\u003Cb\\x3e\",z:a}", json!({"x": 1, "y": "ب<b>", "z": "ألف"})),
            ("[1,,!0,void 0,[],{}]", json!([1, true, null, [], {}])),
            ("{x:{y:[1,2", json!({"x": {"y": [1, 2]}})),
            ("{x:function(){}}", json!({"x": null})),
            ("", Value::Null),
        ] {
            assert_eq!(Literal::new(text, &names).value(0).unwrap_or_default(), expected, "{text}");
        }
    }

    #[test]
    fn arguments_of_a_called_function_are_its_names() {
        let script = "window.__NUXT__=(function(a,b){return {t:a,n:[b,b]}}(\"عنوان\",7));";
        assert_eq!(called_function(script), Some(json!({"t": "عنوان", "n": [7, 7]})));
        assert_eq!(called_function("(function(){alert(1)})()"), None);
    }

    #[test]
    fn shared_values_are_copied_up_to_a_limit() {
        let long = "ا".repeat(500_000);
        let places: Vec<u64> = std::iter::repeat_n(1, 1000).collect();
        let value = referring_list(&[json!(places), json!(long)]).unwrap_or_default();
        let whole = value.as_array().map_or(0, |items| items.iter().filter(|item| item.is_string()).count());
        assert_eq!(whole, MAX_COPIED / 1_000_064);

        let script = format!("(function(a){{return {{n:[{}]}}}}([\"{long}\"]));", "a,".repeat(1000));
        let value = called_function(&script).unwrap_or_default();
        let whole = value["n"].as_array().map_or(0, |items| items.iter().filter(|item| item.is_array()).count());
        assert_eq!(whole, MAX_COPIED / 1_000_128);
    }

    #[test]
    fn lists_that_refer_to_themselves_end() {
        assert_eq!(referring_list(&[json!({"t": 1}), json!("عنوان")]), Some(json!({"t": "عنوان"})));
        assert!(referring_list(&[json!([0, 0])]).is_some());
    }
}
