//! Open enums: listed values have variants, others are kept.

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
    fn absent() -> &'static Self;
}

/// Calls `$check::<T>()` for each open enum of the crate.
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
                Self::Unknown(value.into())
            }
            fn absent() -> &'static Self {
                Default::default()
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
fn values_are_those_of_the_specs_in_their_order() {
    let ours: BTreeMap<_, _> = for_each_open_enum!(listed).into_iter().collect();
    let schemas = BUNDLE["components"]["schemas"].as_object().unwrap().iter();
    let specs = schemas.filter_map(|(name, schema)| Some((name.clone(), schema.get("x-extensible-enum")?.clone())));
    assert_eq!(ours, specs.collect());
}

/// Checks that all conversions from and to `value` agree.
fn assert_agrees<T: OpenEnum>(value: &str) -> T {
    let it = T::from(value);
    assert_eq!(it.is_listed(), T::LISTED.contains(&value), "{} {value:?}", T::NAME);
    assert_eq!(it.text(), value);
    assert_eq!(format!("{it:>40}"), format!("{value:>40}"));
    assert_eq!(T::from(value.to_owned()), it);
    assert_eq!(value.parse::<T>(), Ok(it.clone()));
    assert_eq!(serde_json::to_value(&it).unwrap(), value);
    assert_eq!(serde_json::from_value::<T>(value.into()).unwrap(), it);
    assert_eq!(serde_json::from_str::<T>(&json!(value).to_string()).unwrap(), it);
    it
}

fn check_every_string<T: OpenEnum>() {
    let long = "long".repeat(10_000);
    let mut strings: Vec<String> = ["SomethingNew", "Unknown", " ", "未知", "\"", "null", "5", &long]
        .map(str::to_owned)
        .into();
    for value in T::LISTED {
        let it: T = assert_agrees(value);
        assert_ne!(it, T::unlisted(value), "a listed value has a variant of its own");
        let twins = T::LISTED.iter().filter(|other| T::from(**other) == it);
        assert_eq!(twins.count(), 1, "{} {value:?}", T::NAME);
        // Case and space count.
        strings.extend([format!("{value} "), format!("{value}2"), format!("un{value}")]);
        strings.extend([value.to_uppercase(), value.to_lowercase()]);
    }
    for value in strings.iter().filter(|value| !T::LISTED.contains(&value.as_str())) {
        assert_eq!(assert_agrees::<T>(value), T::unlisted(value));
    }
    for value in [
        json!(null),
        json!(true),
        json!(1),
        json!(1.5),
        json!([]),
        json!({}),
        json!({ "Unknown": "a" }),
    ] {
        let decoded = serde_json::from_value::<T>(value.clone());
        assert!(decoded.is_err(), "{} takes {value}", T::NAME);
    }
}

fn check_absent<T: OpenEnum + 'static>() {
    assert_eq!(T::absent(), &T::unlisted(""));
}

#[test]
fn the_default_is_unlisted_and_empty() {
    for_each_open_enum!(check_absent);
}

#[test]
fn every_string_is_kept_and_nothing_else() {
    for_each_open_enum!(check_every_string);
}

#[test]
fn variants_of_digits_and_empty_strings_are_named_by_meaning() {
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
fn closed_enums_are_for_what_is_sent() {
    let values = &BUNDLE["components"]["schemas"]["PoolStatusFilter"]["enum"];
    let values = values.as_array().unwrap().iter().map(|value| value.as_str().unwrap());
    assert_eq!(values.clone().count(), 3);
    for value in values {
        let filter: types::PoolStatusFilter = value.parse().unwrap();
        assert_eq!((filter.to_string(), json!(filter)), (value.to_owned(), json!(value)));
    }
    assert!("Running".parse::<types::PoolStatusFilter>().is_err());
}
