//! Whether a payload that was decoded and encoded again is still the same.

use jiff::Timestamp;
use serde_json::Value;

/// What a round trip did to a payload.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// Where something is gone, new or another value, as a JSON pointer each.
    pub changed: Vec<String>,
    /// Where a time came back in another spelling, such as `+00:00` in place of `Z`.
    pub respelled: Vec<String>,
}

/// Compares; null and absent count as equal, and so does another spelling of the same time.
pub fn compare(sent: &Value, returned: &Value) -> Difference {
    let mut difference = Difference::default();
    walk(sent, returned, "", &mut difference);
    difference
}

fn walk(sent: &Value, returned: &Value, at: &str, difference: &mut Difference) {
    match (sent, returned) {
        (Value::Object(sent), Value::Object(returned)) => {
            for (key, value) in sent {
                let returned = returned.get(key).unwrap_or(&Value::Null);
                walk(value, returned, &crate::spec::child(at, key), difference);
            }
            for (key, value) in returned.iter().filter(|(key, _)| !sent.contains_key(*key)) {
                walk(&Value::Null, value, &crate::spec::child(at, key), difference);
            }
        }
        (Value::Array(sent), Value::Array(returned)) if sent.len() == returned.len() => {
            for (index, (sent, returned)) in sent.iter().zip(returned).enumerate() {
                walk(sent, returned, &format!("{at}/{index}"), difference);
            }
        }
        _ if sent == returned => {}
        (Value::String(sent), Value::String(returned)) if is_same_time(sent, returned) => {
            difference.respelled.push(at.to_owned());
        }
        _ => difference.changed.push(at.to_owned()),
    }
}

fn is_same_time(one: &str, other: &str) -> bool {
    let times: (Result<Timestamp, _>, Result<Timestamp, _>) = (one.parse(), other.parse());
    matches!(times, (Ok(one), Ok(other)) if one == other)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn changed(sent: Value, returned: Value) -> Vec<String> {
        compare(&sent, &returned).changed
    }

    #[test]
    fn null_and_absent_are_equal() {
        assert_eq!(changed(json!({"a": 1, "b": null}), json!({"a": 1})), [""; 0]);
        assert_eq!(changed(json!({"a": 1}), json!({"a": 1, "b": null})), [""; 0]);
        assert_eq!(changed(json!({"a": {}}), json!({"a": {"b": null}})), [""; 0]);
    }

    #[test]
    fn what_is_lost_or_invented_is_named() {
        assert_eq!(changed(json!({"a": {"b/c": 1}}), json!({"a": {}})), ["/a/b~1c"]);
        assert_eq!(changed(json!({}), json!({"a": 0})), ["/a"]);
        assert_eq!(changed(json!([1, 2]), json!([1])), [""]);
        assert_eq!(changed(json!({"a": [1, null]}), json!({"a": [1, 2]})), ["/a/1"]);
        assert_eq!(changed(json!({"a": []}), json!({"a": null})), ["/a"]);
        assert_eq!(changed(json!({"a": {}}), json!({})), ["/a"]);
    }

    #[test]
    fn a_number_is_not_the_same_as_its_text() {
        assert_eq!(changed(json!({"quota": 15}), json!({"quota": "15"})), ["/quota"]);
        assert_eq!(changed(json!({"quota": 15}), json!({"quota": 15.0})), ["/quota"]);
    }

    #[test]
    fn a_time_may_be_spelled_in_another_way() {
        let difference = compare(&json!(["2022-09-16T03:10:40Z"]), &json!(["2022-09-16T03:10:40+00:00"]));
        assert_eq!(
            (difference.changed, difference.respelled),
            (vec![], vec!["/0".to_owned()])
        );
        assert_eq!(
            changed(json!("2022-09-16T03:10:40Z"), json!("2022-09-16T03:10:41Z")),
            [""]
        );
        assert_eq!(changed(json!("Z"), json!("+00:00")), [""]);
    }
}
