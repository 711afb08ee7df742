//! Altering the examples of a page.

use serde_json::{Value, json};
use xtask::{
    diff::{ChangeKind::*, join},
    spec::child,
};

use super::{Mutations, edit::at, every};

impl Mutations<'_> {
    pub(super) fn examples(&mut self) {
        let content = "content/application~1json/examples/example";
        for status in self.statuses.clone() {
            let response = format!("{}/responses/{status}", self.operation);
            let location = format!("example response {status}");
            let example = format!("{response}/{content}");
            let Some(payload) = self.page.pointer(&example).map(|example| example["value"].clone()) else {
                if self.page.pointer(&format!("{response}/content")).is_some() && status == "404" {
                    self.add(every, &[(ExampleAdded, &location, "")], |page| {
                        let value = json!({ "error_code": "Sky.4040", "error_msg": "dark" });
                        let media = at(page, &format!("{response}/content/application~1json"));
                        media["examples"] = json!({ "example": { "value": value } });
                    });
                }
                continue;
            };
            self.payload(&location, &format!("{example}/value"), &payload, true);
            self.add(every, &[(ExampleRemoved, &location, "")], |page| {
                let media = at(page, &format!("{response}/content/application~1json"));
                media.as_object_mut().unwrap().shift_remove("examples");
            });
            if payload != json!({}) {
                self.add(every, &[(DefectAppeared, &location, "example-broken")], |page| {
                    at(page, &example)["x-broken"] = json!(true);
                });
            }
        }
        let location = "example request";
        let request = format!("{}/x-request-examples/0", self.operation);
        let Some(example) = self.page.pointer(&request) else {
            return;
        };
        // Some pages show the body alone.
        if let Some(target) = example["target"].as_str() {
            self.add(every, &[(ExampleChanged, location, "target")], |page| {
                at(page, &request)["target"] = json!(format!("{target}/all"));
            });
            self.add(every, &[(ExampleChanged, location, "method")], |page| {
                at(page, &request)["method"] = json!("PATCH");
            });
        }
        let body = format!("{}/requestBody/{content}/value", self.operation);
        match self.page.pointer(&body).cloned() {
            Some(payload) => self.payload(location, &body, &payload, false),
            None => self.add(every, &[(ExampleChanged, location, "body")], |page| {
                at(page, &request)["body"] = json!({});
            }),
        }
    }

    /// Alters every value of a payload; `is_response` removes and adds keys as well.
    fn payload(&mut self, location: &str, pointer: &str, payload: &Value, is_response: bool) {
        let mut waiting = vec![(String::new(), String::new(), payload.clone())];
        while let Some((place, path, value)) = waiting.pop() {
            let target = format!("{pointer}{place}");
            let others = match &value {
                Value::String(_) => vec![json!("altered"), json!(77)],
                Value::Number(_) => vec![json!(78), json!("78")],
                Value::Bool(flag) => vec![json!(!flag), json!("yes")],
                _ => Vec::new(),
            };
            for other in others {
                self.add(every, &[(ExampleChanged, location, &path)], |page| {
                    *at(page, &target) = other
                });
            }
            if is_response && !place.is_empty() && !path.ends_with("[]") {
                let (parent, key) = target.rsplit_once('/').unwrap();
                let key = key.replace("~1", "/").replace("~0", "~");
                self.add(every, &[(ExampleChanged, location, &path)], |page| {
                    at(page, parent).as_object_mut().unwrap().shift_remove(&key);
                });
            }
            if is_response && value.is_object() {
                // The keys of a map, and of what no table describes, stand in no table.
                let place = format!("{} {path}", location.trim_start_matches("example "));
                let is_described = self.places.contains(place.trim_end());
                let kind = if is_described {
                    ExampleKeyUndocumented
                } else {
                    ExampleChanged
                };
                self.add(every, &[(kind, location, &join(&path, "zenith"))], |page| {
                    at(page, &target)["zenith"] = json!("high");
                });
            }
            // One element stands for all: their number means nothing.
            let elements = value.as_array().into_iter().flatten().take(1);
            waiting.extend(elements.map(|item| (format!("{place}/0"), format!("{path}[]"), item.clone())));
            let fields = value.as_object().into_iter().flatten();
            waiting.extend(fields.map(|(key, value)| (child(&place, key), join(&path, key), value.clone())));
        }
    }
}
