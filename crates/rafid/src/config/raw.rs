//! Values with where they are from, by name, before they are validated.

use std::collections::BTreeMap;

use super::settings::{ALL, Setting, Value};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    Default,
    File,
    Environment,
}

#[derive(Debug, Clone)]
pub struct Raw {
    values: BTreeMap<&'static str, (toml::Value, Origin)>,
}

impl Raw {
    pub fn defaults() -> Self {
        let values = ALL.iter().map(|setting| {
            let value = match setting.default {
                Value::Text(text) => toml::Value::String(text.to_owned()),
                Value::Number(number) => toml::Value::Integer(number),
                Value::Boolean(boolean) => toml::Value::Boolean(boolean),
                Value::List => toml::Value::Array(Vec::new()),
            };
            (setting.key, (value, Origin::Default))
        });
        Self { values: values.collect() }
    }

    pub fn read_file(&mut self, text: &str) -> anyhow::Result<()> {
        let table: toml::Table = text.parse()?;
        for (section, inner) in table {
            let toml::Value::Table(inner) = inner else {
                anyhow::bail!("`{section}` stands outside a section{}", suggestion(&section, |setting| setting.name()));
            };
            for (name, value) in inner {
                let key = format!("{section}.{name}");
                let Some(setting) = ALL.iter().find(|setting| setting.key == key) else {
                    anyhow::bail!("unknown setting `{key}`{}", suggestion(&key, |setting| setting.key));
                };
                let right = matches!(
                    (setting.default, &value),
                    (Value::Text(_), toml::Value::String(_))
                        | (Value::Number(_), toml::Value::Integer(_))
                        | (Value::Boolean(_), toml::Value::Boolean(_))
                        | (Value::List, toml::Value::Array(_))
                );
                anyhow::ensure!(right, "`{key}` is {value}: write it like its default, {}", setting.default_toml());
                self.values.insert(setting.key, (value, Origin::File));
            }
        }
        Ok(())
    }

    /// Variables that are read elsewhere (by the command line) are known, others of our prefix are errors.
    pub fn read_environment(&mut self, variables: impl Iterator<Item = (String, String)>) -> anyhow::Result<()> {
        const ELSEWHERE: [&str; 2] = ["RAFID_DATA", "RAFID_CONFIG"];
        for (variable, text) in variables {
            if !variable.starts_with("RAFID_") || ELSEWHERE.contains(&variable.as_str()) {
                continue;
            }
            let Some(setting) = ALL.iter().find(|setting| setting.variable() == variable) else {
                let names: Vec<String> = ALL.iter().map(Setting::variable).collect();
                let near = names.iter().map(String::as_str).min_by_key(|name| distance(name, &variable));
                let near = near.map_or(String::new(), |near| format!(": did you mean `{near}`?"));
                anyhow::bail!("unknown environment variable `{variable}`{near}");
            };
            let value = match setting.default {
                Value::Text(_) => toml::Value::String(text),
                Value::Number(_) => toml::Value::Integer(
                    text.parse().map_err(|_| anyhow::anyhow!("`{variable}` is {text:?}: a number is wanted"))?,
                ),
                Value::Boolean(_) => toml::Value::Boolean(
                    text.parse().map_err(|_| anyhow::anyhow!("`{variable}` is {text:?}: true or false is wanted"))?,
                ),
                Value::List => toml::Value::Array(
                    text.split(',')
                        .map(str::trim)
                        .filter(|item| !item.is_empty())
                        .map(|item| toml::Value::String(item.to_owned()))
                        .collect(),
                ),
            };
            self.values.insert(setting.key, (value, Origin::Environment));
        }
        Ok(())
    }

    /// In the order of the list, with texts as TOML.
    pub fn all(&self) -> impl Iterator<Item = (&'static Setting, String, Origin)> {
        ALL.iter().filter_map(|setting| {
            let (value, origin) = self.values.get(setting.key)?;
            Some((setting, value.to_string(), *origin))
        })
    }

    pub fn text(&self, key: &str) -> String {
        self.values.get(key).and_then(|(value, _)| value.as_str()).unwrap_or_default().to_owned()
    }

    pub fn optional(&self, key: &str) -> Option<String> {
        Some(self.text(key)).filter(|text| !text.trim().is_empty())
    }

    pub fn number<T: TryFrom<i64>>(&self, key: &str) -> anyhow::Result<T> {
        let number = self.values.get(key).and_then(|(value, _)| value.as_integer()).unwrap_or_default();
        T::try_from(number).map_err(|_| anyhow::anyhow!("{key} is {number}: too small or too large"))
    }

    pub fn boolean(&self, key: &str) -> anyhow::Result<bool> {
        self.values.get(key).and_then(|(value, _)| value.as_bool()).ok_or_else(|| anyhow::anyhow!("{key} is not true or false"))
    }

    pub fn list(&self, key: &str) -> Vec<String> {
        let items = self.values.get(key).and_then(|(value, _)| value.as_array());
        items.into_iter().flatten().filter_map(|item| item.as_str()).map(str::to_owned).collect()
    }
}

fn suggestion(wrong: &str, name: impl Fn(&Setting) -> &'static str) -> String {
    match ALL.iter().min_by_key(|setting| distance(name(setting), wrong)) {
        Some(near) => format!(": did you mean `{}`?", near.key),
        None => String::new(),
    }
}

/// Levenshtein's, over bytes: names are ASCII.
fn distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, left) in a.bytes().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, right) in b.bytes().enumerate() {
            let substituted = diagonal + usize::from(left != right);
            diagonal = row[j + 1];
            row[j + 1] = substituted.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}
