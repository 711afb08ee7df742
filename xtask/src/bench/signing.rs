//! Signatures, against hashing alone and the official signer.

use anyhow::Result;

use super::{
    Bench,
    document::{Section, Target, duration, number, table, times},
    sdk::Sdk,
};

pub(super) fn section(bench: &Bench<'_>) -> Result<Section> {
    let mut figures = bench.programs.times(["signing", &bench.seconds(3.0)])?;
    figures.add(Sdk::install(bench)?.measure(["signing", &bench.seconds(3.0)])?);
    let official = figures.get("sdk.signing")?;
    let (mut rows, mut targets) = (Vec::new(), Vec::new());
    for (name, what) in [
        ("plain", "without a query"),
        ("query", "three parameters, one with escapes"),
        ("space", "three parameters, one with a space"),
    ] {
        let get = |figure: &str| figures.get(&format!("signing.{name}.{figure}"));
        let (floor, modelarts, ratio) = (get("floor")?, get("modelarts")?, get("ratio")?);
        rows.push([
            what.to_owned(),
            duration(floor),
            duration(modelarts),
            times(ratio),
            number(1e9 / modelarts),
        ]);
        targets.push(Target::below(
            format!("a signature, {what}, against the floor"),
            ratio,
            2.0,
            " x",
        ));
    }
    let text = format!(
        "The floor is the two SHA-256 and the one HMAC of a request as long; least times of many rounds, the clock included. \
         The official signer, in Python, takes {} for a request with three parameters, which is {} a second.\n\n{}\n\
         The client makes do with one SHA-256 where there is no body, and keeps the two blocks of HMAC that depend on the key \
         alone. What is above the floor is the text to hash, the headers, and the URL. A query that has the form \
         that is signed already, like the two here, is read once and sent as it is.\n",
        duration(official),
        number(1e9 / official),
        table(["request", "floor", "modelarts", "ratio", "a second"], rows),
    );
    Ok(Section {
        title: "Signing",
        text,
        targets,
    })
}
