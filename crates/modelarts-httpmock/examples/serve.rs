//! Serves every payload of the specs on loopback until its standard input ends, for programs in any language.
//!
//! An operation has one answer at a time, so there are as many services as an operation has payloads, failures among
//! them. Their addresses are printed, one a line, and an empty line when all are there.

use std::io::{self, Read};

use modelarts_httpmock::{MockModelArts, Operation, Payload, payloads};

fn main() -> io::Result<()> {
    let services: Vec<_> = (0..).map_while(service).collect();
    for service in &services {
        println!("{}", service.url());
    }
    println!();
    io::stdin().read_to_end(&mut Vec::new())?;
    Ok(())
}

/// The service in which each operation answers with its payload of that number; `None` where none has so many.
fn service(number: usize) -> Option<MockModelArts> {
    let answers = Operation::ALL.iter().map(|operation| (*operation, of(*operation)));
    let answers: Vec<_> = answers.collect();
    if answers.iter().all(|(_, payloads)| payloads.len() <= number) {
        return None;
    }
    let mock = MockModelArts::start();
    for (operation, payloads) in answers {
        if let Some(payload) = payloads.into_iter().cycle().nth(number) {
            mock.answer(operation, payload);
        }
    }
    // A plain 404 would pass for an answer of the service. No service has this status.
    mock.server(|server| {
        server.mock(|when, then| {
            when.is_false(|request| Operation::ALL.iter().any(|one| one.has_path(request.uri().path())));
            then.status(399);
        });
    });
    Some(mock)
}

/// What an operation may answer with: its own payloads, and the failures, which are everybody's.
fn of(operation: Operation) -> Vec<&'static Payload> {
    let answers = payloads::ALL.iter().copied();
    let answers = answers.filter(|payload| payload.operation.is_none_or(|id| id == operation.id));
    answers.collect()
}
