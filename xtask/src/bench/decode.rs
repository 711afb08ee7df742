//! Decoding, against reading the same text and keeping nothing.

use anyhow::Result;

use super::{
    Bench,
    document::{Section, Target, bytes, duration, number, table, times},
    profile::{self, Group},
};

/// How many lists of how many pools the profile is over.
const PROFILED: (u32, u32) = (20, 1_000);

/// Where the time goes.
const GROUPS: [Group; 6] = [
    (
        "getting memory",
        &["malloc", "realloc", "_alloc", "RawVec", "unlink_chunk", "calloc"],
    ),
    ("copying", &["memmove", "memcpy", "memset"]),
    (
        "finding the ends of strings",
        &["skip_to_escape", "parse_str", "ignore_str", "from_utf8"],
    ),
    (
        "the fields: which key, which place",
        &["modelarts_api::", "memcmp", "bcmp"],
    ),
    ("freeing memory", &["free", "drop_in_place"]),
    ("the rest of serde_json", &["serde_json", "serde_core"]),
];

pub(super) fn section(bench: &Bench<'_>) -> Result<Section> {
    let figures = bench.programs.times(["decode", &bench.seconds(4.0)])?;
    let counts = bench.programs.allocations(&bench.programs.serve()?)?;
    let (mut rows, mut memory) = (Vec::new(), Vec::new());
    for pools in [1, 100, 1_000, 10_000] {
        let get = |name: &str| figures.get(&format!("decode.{pools}.{name}"));
        rows.push([
            number(f64::from(pools)),
            duration(get("ignored")?),
            duration(get("raw")?),
            times(get("raw.ratio")?),
            duration(get("drop")?),
            duration(get("value")?),
            times(get("value.ratio")?),
        ]);
        let count = |name: &str| counts.get(&format!("allocations.{pools}.{name}"));
        memory.push([
            number(f64::from(pools)),
            bytes(count("body")?),
            number(count("raw.count")?),
            bytes(count("raw.peak")?),
            times(count("raw.peak")? / count("body")?),
            number(count("value.count")?),
            bytes(count("value.peak")?),
        ]);
    }
    let peak = counts.get("allocations.10000.raw.peak")? / counts.get("allocations.10000.body")?;
    let targets = vec![
        Target::below(
            "decoding 10,000 pools, against `IgnoredAny`",
            figures.get("decode.10000.raw.ratio")?,
            3.0,
            " x",
        ),
        Target::below(
            "peak memory of decoding 10,000 pools, against the body",
            peak,
            3.0,
            " x",
        ),
    ];
    let mut text = format!(
        "`serde_json` to `IgnoredAny` reads the text and keeps nothing: no decoder that uses `serde_json` is faster. Least times \
         of many rounds; `Value` is what there is without types.\n\n{}\n",
        table(
            [
                "pools",
                "`IgnoredAny`",
                "raw types",
                "ratio",
                "dropping them",
                "`Value`",
                "ratio"
            ],
            rows
        )
    );
    text.push_str("Allocations, and the most bytes on the heap at once, the body not included:\n\n");
    text.push_str(&table(
        ["pools", "body", "raw types", "peak", "of the body", "`Value`", "peak"],
        memory,
    ));
    let (count, pools) = PROFILED;
    let arguments = ["decode-repeat", "raw", &pools.to_string(), &count.to_string()];
    if let Some(profile) = profile::by_group(&bench.programs, "modelarts_bench::decode::raw*", arguments, &GROUPS)? {
        text.push_str("\nWhere the instructions of decoding go, for each pool:\n\n");
        let each = f64::from(count * pools);
        text.push_str(&profile.table(each, ""));
        let arguments = ["decode-repeat", "ignored", &pools.to_string(), &count.to_string()];
        let ignored = profile::instructions(&bench.programs, "modelarts_bench::decode::ignored*", arguments)?;
        if let Some(ignored) = ignored {
            let (ratio, ignored) = (profile.total() / ignored, ignored / each);
            text.push_str(&format!(
                "\n`IgnoredAny` takes {} instructions, so in instructions the raw types are at {}, and in time at {}. The two \
                 are not the same, since one loop over text that lies in a row keeps a processor busier than one that stores \
                 each value elsewhere.\n",
                number(ignored),
                times(ratio),
                times(figures.get(&format!("decode.{pools}.raw.ratio"))?)
            ));
        }
    }
    let raw = |pools: &str| counts.get(&format!("allocations.{pools}.raw.count"));
    text.push_str(&format!(
        "\nWhat is above the limit is what is kept: a pool of the documented kind has {} keys to tell apart and {} places on the \
         heap, and `IgnoredAny` has neither. Objects stand behind pointers and lists have room for just what is in them, since \
         the schemas of a pool allow many more fields than a pool has: room for those that are absent is part of the memory at \
         the peak, above all for the labels and annotations that have names of their own. The system hands out the memory of \
         a long list page by page, which takes time of its own. Strings that borrow from the body would save the copies and \
         tie every value to it; that was not thought worth it.\n",
        number(figures.get("decode.pool.keys")?),
        number(((raw("10000")? - raw("1")?) / 9_999.0).round()),
    ));
    Ok(Section {
        title: "Decoding",
        text,
        targets,
    })
}
