//! Altering the fields and parameters of a page.

use docpages::Form;
use serde_json::{Value, json};
use xtask::diff::{
    ChangeKind::{self, *},
    Side, View,
};

use super::{
    Mutations,
    edit::{Site, at, drop_slot, innermost, insert, put, set_mandatory, take},
    every,
};

impl Mutations<'_> {
    /// Renaming, removing and adding.
    pub(super) fn row(&mut self, site: &Site, all: &[Site]) {
        let (added, removed, renamed) = if site.is_parameter() {
            (ParameterAdded, ParameterRemoved, ParameterRenamed)
        } else {
            (FieldAdded, FieldRemoved, FieldRenamed)
        };
        let (location, name) = (site.location.as_str(), site.name.as_str());
        for new in [format!("{name}New"), "zenith".to_owned()] {
            self.add(every, &self.with_example(site, renamed), |page| {
                let (field, mandatory) = take(page, site);
                put(page, site, &new, field, mandatory);
            });
        }
        // With its only row a table is gone.
        if site.is_parameter() || all.iter().filter(|other| other.table().0 == site.table().0).count() > 1 {
            self.add(every, &self.with_example(site, removed), |page| {
                take(page, site);
                drop_slot(page, site);
            });
        }
        // Without captions, a table of the URI is that of the path if another one follows.
        let has_query = all.iter().any(|other| other.location == "query");
        let is_last = location == "path" && !has_query;
        let carried_by = if is_last { Form::keeps_captions } else { every };
        for mandatory in [true, false] {
            let mandatory = (site.side == Side::Request).then_some(mandatory);
            self.add(carried_by, &[(added, location, "zenith")], |page| {
                insert(page, site, mandatory)
            });
        }
    }

    /// A change of a row, and what it makes of an example of the request that has a parameter of the query.
    fn with_example<'s>(&self, site: &'s Site, kind: ChangeKind) -> Vec<(ChangeKind, &'s str, &'s str)> {
        let mut expected = vec![(kind, site.location.as_str(), site.name.as_str())];
        let target = &self.page.pointer(&self.operation).unwrap()["x-request-examples"][0]["target"];
        let query = target
            .as_str()
            .and_then(|target| Some(target.split_once('?')?.1))
            .unwrap_or_default();
        let has_key = |pair: &str| pair.split('=').next() == Some(site.name.as_str());
        if site.location == "query" && query.split('&').any(has_key) {
            expected.push((ExampleKeyUndocumented, "example request", ""));
        }
        expected
    }

    /// Type, mandatory, default and limits.
    pub(super) fn facts(&mut self, site: &Site) {
        let (location, name) = (site.location.as_str(), site.name.as_str());
        let schema = self.page.pointer(&site.schema()).unwrap();
        for other in other_types(&site.kind, schema) {
            self.add(every, &[(TypeChanged, location, name)], |page| {
                let inner = innermost(page, site).clone();
                *at(page, &site.schema()) = other;
                let facts = inner
                    .as_object()
                    .unwrap()
                    .iter()
                    .filter(|(key, _)| !["type", "format", "$ref"].contains(&key.as_str()));
                let facts: Vec<_> = facts.map(|(key, value)| (key.clone(), value.clone())).collect();
                if !facts.is_empty() {
                    innermost(page, site).as_object_mut().unwrap().extend(facts);
                }
            });
        }
        if let Some(mandatory) = site.mandatory {
            self.add(every, &[(MandatoryChanged, location, name)], |page| {
                set_mandatory(page, site, name, Some(!mandatory));
            });
        }
        if !site.is_scalar() {
            return;
        }
        let is_text = site.kind == "String";
        let [min, max] = if is_text {
            ["minLength", "maxLength"]
        } else {
            ["minimum", "maximum"]
        };
        for (kind, key) in [
            (DefaultChanged, "default"),
            (MinimumChanged, min),
            (MaximumChanged, max),
        ] {
            let is_stated = !schema[key].is_null();
            let others = [Some(17), is_stated.then_some(3)];
            for other in others.into_iter().flatten() {
                self.add(every, &[(kind, location, name)], |page| {
                    at(page, &site.schema())[key] = json!(other)
                });
            }
            if is_stated {
                self.add(every, &[(kind, location, name)], |page| {
                    at(page, &site.schema()).as_object_mut().unwrap().shift_remove(key);
                });
            }
        }
    }

    pub(super) fn values(&mut self, site: &Site) {
        let (location, name) = (site.location.as_str(), site.name.as_str());
        let Some(values) = innermost(&mut self.page.clone(), site)["enum"].as_array().cloned() else {
            return;
        };
        fn list<'v>(page: &'v mut Value, site: &Site) -> &'v mut Vec<Value> {
            innermost(page, site)["enum"].as_array_mut().unwrap()
        }
        for index in 0..values.len() {
            if values.len() > 1 {
                self.add(Form::keeps_captions, &[(ValueRemoved, location, name)], |page| {
                    drop(list(page, site).remove(index))
                });
            }
            let replaced = [(ValueRemoved, location, name), (ValueAdded, location, name)];
            self.add(Form::keeps_captions, &replaced, |page| {
                list(page, site)[index] = json!("Hazy")
            });
        }
        self.add(Form::keeps_captions, &[(ValueAdded, location, name)], |page| {
            list(page, site).push(json!("Hazy"))
        });
        // Bold words without the form of a list may be the values still.
        self.add(Form::keeps_emphasis, &[], |page| {
            let words = values
                .iter()
                .map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned));
            let words: Value = words.collect();
            list(page, site).clear();
            innermost(page, site)["x-mentioned"] = words;
        });
        self.add(Form::keeps_captions, &[(ValuesLost, location, name)], |page| {
            list(page, site).clear();
            innermost(page, site)["x-announced"] = json!(true);
        });
    }

    /// From one place to each other place of the same side.
    pub(super) fn moves(&mut self, site: &Site, all: &[Site], view: &View) {
        if !site.is_scalar() || all.iter().filter(|other| other.name == site.name).count() > 1 {
            return;
        }
        let (location, name) = (site.location.as_str(), site.name.as_str());
        if site.is_parameter() {
            for to in ["path", "query", "header"] {
                if to != location && all.iter().any(|other| other.location == to) {
                    self.add(every, &self.with_example(site, ParameterMoved), |page| {
                        let (list, index) = site.table();
                        let list = at(page, &list).as_array_mut().unwrap();
                        let mut moved = list.remove(index);
                        moved["in"] = json!(to);
                        list.push(moved);
                    });
                }
            }
        } else if site.side == Side::Response {
            let (own, _) = site.table();
            let body = view.operations[0].body(&site.label).unwrap();
            for table in body
                .tables
                .iter()
                .filter(|table| table.layer.pointer != own && !table.at.is_empty())
            {
                self.add(every, &[(FieldMoved, location, name)], |page| {
                    let (field, _) = take(page, site);
                    drop_slot(page, site);
                    at(page, &table.layer.pointer)["properties"][name] = field;
                });
            }
        }
    }
}

/// Other types, as schemas.
fn other_types(kind: &str, schema: &Value) -> Vec<Value> {
    let of = |kind: &str| json!({ "type": kind });
    let list = |items: Value| json!({ "type": "array", "items": items });
    match kind {
        "String" => vec![of("integer"), list(of("string"))],
        "Integer" | "Long" | "Number" => vec![of("string"), of("boolean")],
        "Boolean" => vec![of("string")],
        "Array of strings" => vec![of("string"), list(of("integer"))],
        "Map<String,String>" => {
            vec![
                of("string"),
                json!({ "type": "object", "additionalProperties": { "type": "integer" } }),
            ]
        }
        _ if schema.get("items").is_some() => vec![schema["items"].clone()],
        _ => vec![list(schema.clone())],
    }
}
