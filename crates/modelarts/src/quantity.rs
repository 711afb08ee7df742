//! Amounts of resources, as Kubernetes and the console write them.

use std::collections::BTreeMap;

/// Parses a number and what stands behind it: a multiplier such as `m` or `Ki`, a unit such as `GiB`, or `Cores`.
pub(crate) fn parse(text: &str) -> Option<f64> {
    let end = text.find(|character: char| character.is_ascii_alphabetic());
    let (number, unit) = text.split_at(end.unwrap_or(text.len()));
    let multiplier = match unit.strip_suffix('B').unwrap_or(unit) {
        "" | "Core" | "Cores" => 1.0,
        "n" => 1e-9,
        "u" => 1e-6,
        "m" => 1e-3,
        multiplier => {
            let (letter, base) = match multiplier.strip_suffix('i') {
                Some(letter) => (letter, 1024.0_f64),
                None => (multiplier, 1000.0),
            };
            let letter = if letter == "k" { "K" } else { letter };
            let power = ["K", "M", "G", "T", "P", "E"]
                .iter()
                .position(|known| *known == letter)?;
            base.powi(i32::try_from(power).ok()? + 1)
        }
    };
    let number: f64 = number.trim().parse().ok()?;
    Some(number * multiplier)
}

/// Share of each resource that is used, where both amounts are known and there is any.
pub(crate) fn shares(
    totals: BTreeMap<&str, impl AsRef<str>>,
    used: impl Fn(&str, f64) -> Option<f64>,
) -> BTreeMap<&str, f64> {
    let shares = totals.into_iter().filter_map(|(resource, total)| {
        let total = parse(total.as_ref()).filter(|total| *total > 0.0)?;
        Some((resource, used(resource, total)? / total))
    });
    shares.collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{parse, shares};

    #[test]
    fn multipliers_and_units_are_applied() {
        for (text, amount) in [
            ("0", 0.0),
            ("16", 16.0),
            ("3920m", 3.92),
            ("1 Cores", 1.0),
            ("5n", 5e-9),
            ("6270Mi", 6270.0 * 1048576.0),
            ("64Gi", 68719476736.0),
            ("6.52 GiB", 6.52 * 1073741824.0),
            ("2k", 2000.0),
            ("2Ki", 2048.0),
            ("1.5G", 1.5e9),
            ("500 GB", 5e11),
        ] {
            assert!((parse(text).unwrap() - amount).abs() <= amount * 1e-12, "{text}");
        }
        for text in ["", "Mi", "12 apples", "1 2", "m", "1mi", "nan"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn there_is_no_share_of_nothing() {
        let totals = BTreeMap::from([("cpu", "4"), ("gpu", "0"), ("npu", "-1"), ("memory", "Mi")]);
        assert_eq!(shares(totals, |_, _| Some(1.0)), BTreeMap::from([("cpu", 0.25)]));
    }
}
