//! Altering the URI and the examples.

use xtask::diff::ChangeKind;
use docpages::{ResponseExample};
use serde_json::json;

use super::{Mutations, every, with_topic};
use crate::payload;

impl Mutations<'_> {
    pub(super) fn uri(&mut self) {
        let method = if self.page.method == "PUT" { "GET" } else { "PUT" };
        self.add(every, &[(ChangeKind::MethodChanged, "uri", "method")], |page| {
            page.method = method.to_owned()
        });
        for (from, to) in [("/v", "/v1"), ("{project_id}", "projects/{project_id}")] {
            self.add(every, &[(ChangeKind::PathChanged, "uri", "path")], |page| {
                page.path = page.path.replacen(from, to, 1)
            });
        }
        self.add(
            with_topic,
            &[(ChangeKind::OperationRenamed, "uri", "operation")],
            |page| {
                page.operation = Some("WatchSky".to_owned());
            },
        );
    }

    pub(super) fn examples(&mut self) {
        let changed = ChangeKind::ExampleChanged;
        for (index, example) in self.page.examples.responses.iter().enumerate() {
            let location = format!("example response {}", example.status.unwrap());
            for payload::Place {
                pointer, path, is_map, ..
            } in payload::places(&example.payload)
            {
                let value = example.payload.pointer(&pointer).unwrap();
                for other in payload::others(value) {
                    self.add(every, &[(changed, &location, &path)], |page| {
                        *page.examples.responses[index].payload.pointer_mut(&pointer).unwrap() = other;
                    });
                }
                if !path.ends_with("[]") {
                    self.add(every, &[(changed, &location, &path)], |page| {
                        payload::remove(&mut page.examples.responses[index].payload, &pointer);
                    });
                }
                if value.is_object() {
                    let kind = if is_map {
                        changed
                    } else {
                        ChangeKind::ExampleKeyUndocumented
                    };
                    self.add(every, &[(kind, &location, &format!("{path}.zenith"))], |page| {
                        let object = page.examples.responses[index].payload.pointer_mut(&pointer).unwrap();
                        object["zenith"] = json!("high");
                    });
                }
            }
            self.add(
                every,
                &[(ChangeKind::ExampleKeyUndocumented, &location, "zenith")],
                |page| {
                    page.examples.responses[index].payload["zenith"] = json!(true);
                },
            );
            self.add(every, &[(ChangeKind::ExampleRemoved, &location, "")], |page| {
                page.examples.responses.remove(index);
            });
            self.add(
                every,
                &[(ChangeKind::DefectAppeared, &location, "example-broken")],
                |page| {
                    page.examples.responses[index].payload["broken"] =
                        json!("for the assertion that something is altered");
                },
            );
            let broken = self.found.last_mut().unwrap();
            broken.page = self.page.clone();
            broken.damage.examples.push(example.status.unwrap());
        }
        if let Some(index) = self
            .page
            .responses
            .iter()
            .position(|response| response.status == Some(404))
        {
            let status = self.page.responses[index].status;
            self.add(
                every,
                &[(ChangeKind::ExampleAdded, "example response 404", "")],
                |page| {
                    let payload = json!({ "error_code": "Sky.4040", "error_msg": "dark" });
                    page.examples.responses.push(ResponseExample { status, payload });
                },
            );
        }
        let location = "example request";
        self.add(every, &[(changed, location, "target")], |page| {
            page.examples.requests[0].target.push_str("/all")
        });
        self.add(every, &[(changed, location, "method")], |page| {
            page.examples.requests[0].method = "PATCH".to_owned()
        });
        match self.page.examples.requests[0].body.clone() {
            None => self.add(every, &[(changed, location, "body")], |page| {
                page.examples.requests[0].body = Some(json!({}))
            }),
            Some(body) => {
                for payload::Place { pointer, path, .. } in payload::places(&body) {
                    for other in payload::others(body.pointer(&pointer).unwrap()) {
                        self.add(every, &[(changed, location, &path)], |page| {
                            let body = page.examples.requests[0].body.as_mut().unwrap();
                            *body.pointer_mut(&pointer).unwrap() = other;
                        });
                    }
                }
            }
        }
    }
}
