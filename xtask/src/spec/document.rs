//! One spec file as its author wrote it: the value, and the line on which each part stands.

use std::{borrow::Cow, collections::HashMap, fmt, path::Path};

use anyhow::{Context, Result, bail};
use saphyr::{LoadableYamlNode, MarkedYaml, Scalar, YamlData};
use serde_json::{Map, Number, Value};

/// The file that holds what the endpoint files share.
pub const COMMON: &str = "common.yaml";

/// A parsed YAML file that can name the line of anything in it.
pub struct Document {
    /// The file's name inside `openapi/`.
    pub name: String,
    /// Content of the file, in the order of its keys.
    pub value: Value,
    /// JSON pointer to line number, 1-based.
    lines: HashMap<String, usize>,
}

impl Document {
    /// Reads `directory/name`; a file that is missing, unreadable or not YAML is an error of one line.
    pub fn load(directory: &Path, name: &str) -> Result<Self> {
        let path = directory.join(name);
        let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        Self::parse(name, &text).with_context(|| path.display().to_string())
    }

    fn parse(name: &str, text: &str) -> Result<Self> {
        let roots = match MarkedYaml::load_from_str(text) {
            Ok(roots) => roots,
            Err(error) => bail!("not valid YAML: {error}"),
        };
        let [root] = roots.as_slice() else {
            bail!("holds {} YAML documents, expected one", roots.len());
        };
        let mut lines = HashMap::new();
        let value = convert(root, "", &mut lines)?;
        if !value.is_object() {
            bail!("is not a YAML mapping, so it cannot be an OpenAPI document");
        }
        Ok(Self {
            name: name.to_owned(),
            value,
            lines,
        })
    }

    /// The line of `pointer`, or of the nearest thing around it that the file holds.
    pub fn line(&self, pointer: &str) -> usize {
        let mut places = std::iter::successors(Some(pointer), |inner| Some(inner.rsplit_once('/')?.0));
        places.find_map(|place| self.lines.get(place).copied()).unwrap_or(1)
    }

    /// Where `pointer` is.
    pub fn location(&self, pointer: &str) -> Location {
        Location {
            file: self.name.clone(),
            line: self.line(pointer),
        }
    }
}

/// A line of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Location {
    /// The file inside `openapi/`.
    pub file: String,
    /// The line in it, 1-based.
    pub line: usize,
}

impl Location {
    /// What a rule finds there.
    pub fn finding(&self, rule: &'static str, message: impl Into<String>) -> Finding {
        Finding {
            file: self.file.clone(),
            line: self.line,
            rule,
            message: message.into(),
        }
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

/// One thing to correct, and where.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// The file inside `openapi/`.
    pub file: String,
    /// The line in it, 1-based.
    pub line: usize,
    /// The rule's name.
    pub rule: &'static str,
    /// What is wrong and what to do about it.
    pub message: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: [{}] {}", self.file, self.line, self.rule, self.message)
    }
}

fn convert(node: &MarkedYaml, pointer: &str, lines: &mut HashMap<String, usize>) -> Result<Value> {
    // A mapping's entry is already known by the line of its key.
    let line = node.span.start.line();
    lines.entry(pointer.to_owned()).or_insert(line);
    Ok(match &node.data {
        YamlData::Value(scalar) => convert_scalar(scalar, line)?,
        YamlData::Sequence(items) => {
            let items = items.iter().enumerate();
            let values = items.map(|(i, item)| convert(item, &format!("{pointer}/{i}"), lines));
            Value::Array(values.collect::<Result<_>>()?)
        }
        YamlData::Mapping(entries) => {
            let mut object = Map::new();
            for (key, value) in entries {
                let name = match &key.data {
                    YamlData::Value(Scalar::String(name)) => name.to_string(),
                    _ => bail!("line {}: a key that is not a string; quote it", key.span.start.line()),
                };
                let pointer = child(pointer, &name);
                lines.insert(pointer.clone(), key.span.start.line());
                object.insert(name, convert(value, &pointer, lines)?);
            }
            Value::Object(object)
        }
        _ => bail!("line {line}: tags are not used in these specs"),
    })
}

fn convert_scalar(scalar: &Scalar, line: usize) -> Result<Value> {
    Ok(match scalar {
        Scalar::Null => Value::Null,
        Scalar::Boolean(flag) => (*flag).into(),
        Scalar::Integer(number) => (*number).into(),
        Scalar::FloatingPoint(number) => Number::from_f64(number.into_inner())
            .with_context(|| format!("line {line}: {number} is not a JSON number"))?
            .into(),
        Scalar::String(text) => text.as_ref().into(),
    })
}

/// Whether a JSON pointer leads to a value or into it.
pub fn is_within(pointer: &str, value: &str) -> bool {
    let rest = pointer.strip_prefix(value);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The JSON pointer of `key` below `pointer`.
pub fn child(pointer: &str, key: &str) -> String {
    // By bytes and without formatting, since whoever walks over a document names every place in it.
    let is_plain = key.bytes().all(|byte| !matches!(byte, b'~' | b'/'));
    let key: Cow<str> = if is_plain {
        key.into()
    } else {
        key.replace('~', "~0").replace('/', "~1").into()
    };
    [pointer, "/", &key].concat()
}
