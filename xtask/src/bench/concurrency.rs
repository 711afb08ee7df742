//! Many calls at once on one client.

use anyhow::Result;

use super::{
    Bench,
    document::{Section, Target, bytes, duration, number, table, times},
};

pub(super) fn section(bench: &Bench<'_>) -> Result<Section> {
    let server = bench.programs.serve()?;
    let figures = bench
        .programs
        .times(["concurrency", &server.url, &bench.seconds(9.0)])?;
    let calls = if bench.quick { 20_000 } else { 100_000 };
    let growth = bench.programs.times(["growth", &server.url, &calls.to_string()])?;
    let (early, late) = (growth.get("growth.early")?, growth.get("growth.late")?);
    let mut rows = Vec::new();
    for in_flight in [1, 8, 64, 512] {
        let get = |name: &str| figures.get(&format!("concurrency.{in_flight}.{name}"));
        rows.push([
            number(f64::from(in_flight)),
            number(get("bare.rate")?),
            number(get("modelarts.rate")?),
            times(get("modelarts.rate")? / get("bare.rate")?),
            duration(get("bare.p99")?),
            duration(get("modelarts.p99")?),
            number(get("wide.rate")?),
            duration(get("wide.p99")?),
        ]);
    }
    let targets = vec![Target::below(
        format!(
            "growth of memory from call {} to call {}",
            number(f64::from(calls) / 10.0),
            number(f64::from(calls))
        ),
        (late - early) / 1e6,
        1.0,
        " MB",
    )];
    let text = format!(
        "Calls a second of the documented payload, and the 99th percentile, with two threads for the client and two for the \
         server on the same processor. At most 100 requests of a client are on their way unless set otherwise; the last \
         two columns are with `max_in_flight` set to the number of calls.\n\n{}\n\
         What waits in the client for its turn would else wait in the server, and each request on its way may need a \
         connection, of which a process often may have no more than 1,024. After {} calls the process had {} of \
         memory, after {} it had {}.\n",
        table(
            [
                "in flight",
                "bare",
                "modelarts",
                "ratio",
                "p99, bare",
                "p99, modelarts",
                "without the limit",
                "p99"
            ],
            rows
        ),
        number(f64::from(calls) / 10.0),
        bytes(early),
        number(f64::from(calls)),
        bytes(late),
    );
    Ok(Section {
        title: "Concurrency",
        text,
        targets,
    })
}
