//! Enumerations that the service may extend: listed values have variants, others are kept.

use std::{collections::BTreeMap, convert::Infallible, fmt, hash::Hash, str::FromStr};

use modelarts_api::types;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

use crate::{generated::all_open_enums, positions::BUNDLE};

trait OpenEnum:
    Clone
    + fmt::Debug
    + fmt::Display
    + DeserializeOwned
    + Eq
    + From<String>
    + FromStr<Err = Infallible>
    + Hash
    + Serialize
    + for<'a> From<&'a str>
{
    const NAME: &'static str;
    const LISTED: &'static [&'static str];
    fn text(&self) -> &str;
    fn is_listed(&self) -> bool;
    fn unlisted(value: &str) -> Self;
}

/// Calls `$check::<T>()` for each open enum that the crate has.
macro_rules! open_enums {
    ($($name:ident)*) => {
        $(impl OpenEnum for types::$name {
            const NAME: &'static str = stringify!($name);
            const LISTED: &'static [&'static str] = Self::VALUES;
            fn text(&self) -> &str {
                self.as_str()
            }
            fn is_listed(&self) -> bool {
                self.is_known()
            }
            fn unlisted(value: &str) -> Self {
                Self::Unknown(value.to_owned())
            }
        })*

        macro_rules! for_each_open_enum {
            ($check:ident) => {
                [$($check::<types::$name>()),*]
            };
        }
    };
}

all_open_enums!(open_enums);

fn listed<T: OpenEnum>() -> (String, Value) {
    (T::NAME.to_owned(), json!(T::LISTED))
}

#[test]
fn are_those_of_the_specs_with_the_same_values_in_the_same_order() {
    let ours: BTreeMap<_, _> = for_each_open_enum!(listed).into_iter().collect();
    let schemas = BUNDLE["components"]["schemas"].as_object().unwrap().iter();
    let specs = schemas.filter_map(|(name, schema)| Some((name.clone(), schema.get("x-extensible-enum")?.clone())));
    assert_eq!(ours, specs.collect());
}

/// All the ways in and out of `value` agree.
fn assert_agrees<T: OpenEnum>(value: &str, is_listed: bool) -> T {
    let it = T::from(value);
    assert_eq!(it.is_listed(), is_listed, "{} {value:?}", T::NAME);
    assert_eq!(it.text(), value);
    assert_eq!(it.to_string(), value);
    assert_eq!(format!("{it:>40}"), format!("{value:>40}"), "padding reaches the text");
    assert_eq!(T::from(value.to_owned()), it);
    assert_eq!(value.parse::<T>(), Ok(it.clone()));
    assert_eq!(serde_json::to_value(&it).unwrap(), value);
    assert_eq!(serde_json::from_value::<T>(value.into()).unwrap(), it);
    assert_eq!(serde_json::from_str::<T>(&json!(value).to_string()).unwrap(), it);
    it
}

fn keep_listed_values<T: OpenEnum>() {
    for value in T::LISTED {
        let it: T = assert_agrees(value, true);
        assert_ne!(it, T::unlisted(value), "a listed value has a variant of its own");
        let twins = T::LISTED.iter().filter(|other| T::from(**other) == it);
        assert_eq!(twins.count(), 1, "{} {value:?}", T::NAME);
    }
}

#[test]
fn keep_every_listed_value() {
    for_each_open_enum!(keep_listed_values);
}

fn keep_unlisted_values<T: OpenEnum>() {
    let mut unlisted: Vec<String> = ["SomethingNew", "Unknown", " ", "未知", "\"", "null", "5"]
        .map(str::to_owned)
        .into();
    unlisted.push("long".repeat(10_000));
    for value in T::LISTED {
        // Case and space count: what is not exactly listed is another value.
        unlisted.extend([format!("{value} "), format!("{value}2"), format!("un{value}")]);
        unlisted.extend(
            [value.to_uppercase(), value.to_lowercase()]
                .into_iter()
                .filter(|other| other != value),
        );
    }
    for value in unlisted.iter().filter(|value| !T::LISTED.contains(&value.as_str())) {
        let it: T = assert_agrees(value, false);
        assert_eq!(it, T::unlisted(value));
    }
}

#[test]
fn keep_every_other_string() {
    for_each_open_enum!(keep_unlisted_values);
}

fn refuse_what_is_no_string<T: OpenEnum>() {
    for value in [
        json!(null),
        json!(true),
        json!(1),
        json!(1.5),
        json!([]),
        json!({}),
        json!({ "Unknown": "a" }),
    ] {
        assert!(
            serde_json::from_value::<T>(value.clone()).is_err(),
            "{} takes {value}",
            T::NAME
        );
    }
}

#[test]
fn refuse_what_is_no_string_at_all() {
    for_each_open_enum!(refuse_what_is_no_string);
}

#[test]
fn name_digits_and_empty_strings_by_their_meaning() {
    assert_eq!(types::BillingMode::from("0"), types::BillingMode::PayPerUse);
    assert_eq!(types::BillingMode::from("1"), types::BillingMode::YearlyMonthly);
    assert_eq!(types::PeriodType::from("2"), types::PeriodType::Monthly);
    assert_eq!(types::PeriodType::from("3"), types::PeriodType::Yearly);
    assert_eq!(types::PeriodType::from("4"), types::PeriodType::Hourly);
    assert_eq!(types::AutoRenew::from("0"), types::AutoRenew::Disabled);
    assert_eq!(types::AutoRenew::from("1"), types::AutoRenew::Enabled);
    assert_eq!(types::ImageType::from(""), types::ImageType::Preset);
}

#[test]
fn are_closed_only_for_what_is_sent() {
    let values = &BUNDLE["components"]["schemas"]["PoolStatusFilter"]["enum"];
    for value in values.as_array().unwrap() {
        let filter: types::PoolStatusFilter = serde_json::from_value(value.clone()).unwrap();
        assert_eq!(filter.to_string(), value.as_str().unwrap());
        assert_eq!(
            value.as_str().unwrap().parse::<types::PoolStatusFilter>().unwrap(),
            filter
        );
    }
    assert_eq!(values.as_array().unwrap().len(), 3);
    assert!("Running".parse::<types::PoolStatusFilter>().is_err());
}
