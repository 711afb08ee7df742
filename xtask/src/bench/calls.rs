//! One call after the other, against bare `reqwest`.

use anyhow::Result;

use super::{
    Bench,
    document::{self, Section, Target, bytes, duration, number, table, times},
    profile,
};

const PROJECTS: [(&str, &str); 5] = [
    ("documented", "the documented payload"),
    ("1", "1 pool"),
    ("100", "100 pools"),
    ("1000", "1,000 pools"),
    ("10000", "10,000 pools"),
];

pub(super) fn section(bench: &Bench<'_>) -> Result<Section> {
    let server = bench.programs.serve()?;
    let figures = bench.programs.times(["calls", &server.url, &bench.seconds(6.0)])?;
    let counts = bench.programs.allocations(&server)?;

    let (mut rows, mut targets) = (Vec::new(), Vec::new());
    for (project, what) in PROJECTS {
        let get = |name: &str| figures.get(&format!("calls.{project}.{name}"));
        let (bare, modelarts, ratio) = (get("bare")?, get("modelarts")?, get("ratio")?);
        rows.push([
            what.to_owned(),
            duration(bare),
            duration(modelarts),
            times(ratio),
            duration(get("bare.least")?),
            duration(get("modelarts.least")?),
        ]);
        targets.push(Target::below(
            format!("a call for {what}, against bare reqwest"),
            ratio,
            1.05,
            " x",
        ));
    }
    let bare = figures.get("calls.documented.bare")?;
    let fixed = figures.get("calls.documented.modelarts")? - bare;
    targets.push(Target::below("fixed cost of a call", fixed / 1e3, 15.0, " µs"));

    let mut memory = Vec::new();
    for pools in [1, 100, 1_000, 10_000] {
        let get = |name: &str| counts.get(&format!("allocations.{pools}.{name}"));
        memory.push([
            document::pools(pools),
            number(get("bare.count")?),
            number(get("modelarts.count")?),
            bytes(get("body")?),
            bytes(get("bare.peak")?),
            bytes(get("modelarts.peak")?),
        ]);
    }
    let added = |pools: &str| -> Result<f64> {
        let get = |client: &str| counts.get(&format!("allocations.{pools}.{client}.count"));
        Ok(get("modelarts")? - get("bare")?)
    };
    let for_each = ((added("10000")? - added("1")?) / 9_999.0).max(0.0);
    targets.push(Target::below(
        "allocations that the wrapper adds for each pool",
        for_each,
        0.01,
        "",
    ));

    let mut text = format!(
        "One client, one connection, one thread; the server is another process on loopback. Bare `reqwest` decodes into the \
         same raw types and neither signs nor retries. Medians, the median of the ratios of each round, and the least times.\n\n{}\n",
        table(
            ["list", "bare", "modelarts", "ratio", "bare, least", "modelarts, least"],
            rows
        )
    );
    text.push_str(&format!(
        "A call for the documented payload takes {} more with `modelarts`, signature included, and {} without: on loopback that \
         shows in the ratio, over a network it is lost in the round trip. Decoding checks the text once and not string by \
         string, and the body is given its room at once, so the more pools there are, the less of a call is that cost.\n\n",
        duration(fixed),
        duration(bare),
    ));
    if let Some(instructions) = instructions(bench, &server.url)? {
        text.push_str(&instructions);
    }
    text.push_str(
        "Allocations of one call, and the most bytes that it held at once on the heap, the body included:\n\n",
    );
    text.push_str(&table(
        ["list", "bare", "modelarts", "body", "peak, bare", "peak, modelarts"],
        memory,
    ));
    Ok(Section {
        title: "Calls",
        text,
        targets,
    })
}

/// The instructions of one call of each client, as the difference between few and many calls.
fn instructions(bench: &Bench<'_>, url: &str) -> Result<Option<String>> {
    let count = |client: &str| -> Result<Option<f64>> {
        let of = |calls: &str| profile::instructions(&bench.programs, "main", ["call-repeat", url, client, calls]);
        Ok(of("1100")?.zip(of("100")?).map(|(many, few)| (many - few) / 1_000.0))
    };
    Ok(count("bare")?.zip(count("modelarts")?).map(|(bare, modelarts)| {
        format!(
            "In instructions (callgrind, whose processor has none for SHA-256): {} for a bare call of the documented payload, \
             {} for one of `modelarts`.\n\n",
            number(bare),
            number(modelarts)
        )
    }))
}
