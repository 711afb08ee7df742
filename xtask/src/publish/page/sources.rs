//! Which page said what, and what is true instead.

use serde::Serialize;
use serde_json::Value;

/// A page, an SDK or a tool that was read.
#[derive(Serialize, Clone)]
pub struct Source {
    pub id: String,
    pub title: String,
    pub date: String,
    pub kind: String,
    pub url: Option<String>,
}

/// Sources of one title, which differ in their dates.
#[derive(Serialize, Clone)]
pub struct Cited {
    pub title: String,
    /// Id and date of each.
    pub editions: Vec<(String, String)>,
}

/// A place where the documentation is wrong.
#[derive(Serialize, Clone)]
pub struct Deviation {
    pub documented: String,
    pub actual: String,
    pub reason: String,
    pub pages: Vec<Cited>,
}

/// What the document lists under `x-sources`.
pub struct Sources<'a>(pub &'a Value);

impl Sources<'_> {
    /// All of them, oldest first.
    pub fn all(&self) -> Vec<Source> {
        let ids = self.0.as_object().into_iter().flatten();
        let mut all: Vec<_> = ids.map(|(id, _)| self.source(id)).collect();
        all.sort_by(|a, b| (&a.date, &a.id).cmp(&(&b.date, &b.id)));
        all
    }

    fn source(&self, id: &str) -> Source {
        let text = |key: &str| self.0[id][key].as_str().map(str::to_owned);
        Source {
            id: id.to_owned(),
            title: text("title").unwrap_or_else(|| id.to_owned()),
            date: text("date").unwrap_or_default(),
            kind: text("kind").unwrap_or_default(),
            url: text("url"),
        }
    }

    /// The sources that a list of ids names.
    pub fn named(&self, ids: &Value) -> Vec<Cited> {
        let mut cited: Vec<Cited> = Vec::new();
        for id in ids.as_array().into_iter().flatten().filter_map(Value::as_str) {
            let Source { id, title, date, .. } = self.source(id);
            match cited.iter_mut().find(|known| known.title == title) {
                Some(known) => known.editions.push((id, date)),
                None => cited.push(Cited {
                    title,
                    editions: vec![(id, date)],
                }),
            }
        }
        cited
    }

    /// Where the documentation of a parameter, schema, property or operation is wrong.
    pub fn deviations(&self, of: &Value) -> Vec<Deviation> {
        let listed = of["x-doc-deviation"].as_array().into_iter().flatten();
        let text = |deviation: &Value, key: &str| deviation[key].as_str().unwrap_or_default().to_owned();
        listed
            .map(|deviation| Deviation {
                documented: text(deviation, "documented"),
                actual: text(deviation, "actual"),
                reason: text(deviation, "reason"),
                pages: self.named(&deviation["pages"]),
            })
            .collect()
    }
}
